// Scanning: a scanner that types, wherever the focus is; the camera; lists that show at once. Browsers that cannot read codes
// by themselves fetch a reader once the camera is opened; where there is no camera, or none is allowed, people type.
const BETWEEN_KEYS_MS = 60;
const LOOK_EVERY_MS = 180;
const FORMATS = ["ean_13", "ean_8", "upc_a", "upc_e", "code_128", "code_39", "itf", "qr_code"];

function isTyping(target) {
  return target.closest("input, textarea, select, [contenteditable]");
}

function submit(form, code) {
  form.querySelector("[data-scan-code]").value = code;
  form.requestSubmit();
}

// A scanner is a keyboard that nobody could type on as fast.
function hearScanner() {
  let heard = "";
  let last = 0;
  document.addEventListener("keydown", (event) => {
    const form = document.querySelector("[data-scan]");
    if (!form || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.timeStamp - last > BETWEEN_KEYS_MS) heard = "";
    last = event.timeStamp;
    if (event.key === "Enter" && heard.length >= 4) {
      event.preventDefault();
      submit(form, heard);
    } else if (event.key.length === 1) heard += event.key;
  }, true);
}

async function look(form, picture, detector, stream) {
  if (!picture.isConnected) return stream.getTracks().forEach((track) => track.stop());
  const [found] = await detector.detect(picture).catch(() => []);
  if (!found) return setTimeout(() => look(form, picture, detector, stream), LOOK_EVERY_MS);
  stream.getTracks().forEach((track) => track.stop());
  navigator.vibrate?.(40);
  return submit(form, found.rawValue);
}

async function findDetector(reader) {
  const known = (await window.BarcodeDetector?.getSupportedFormats()) ?? [];
  const formats = FORMATS.filter((format) => known.includes(format));
  if (formats.includes("ean_13")) return new window.BarcodeDetector({ formats });
  const { BarcodeDetector } = await import(reader);
  return new BarcodeDetector({ formats: FORMATS });
}

async function startCamera(form, button) {
  const picture = form.querySelector("[data-scan-picture]");
  try {
    const detector = await findDetector(form.dataset.scanReader);
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    picture.srcObject = stream;
    picture.hidden = false;
    button.hidden = true;
    await picture.play();
    look(form, picture, detector, stream);
  } catch {
    button.hidden = true;
    form.querySelector("[data-scan-blocked]").hidden = false;
    form.querySelector("[data-scan-code]").focus();
  }
}

function offerCamera() {
  const form = document.querySelector("[data-scan]");
  const button = form?.querySelector("[data-scan-camera]");
  if (!button || !navigator.mediaDevices?.getUserMedia) return;
  button.hidden = false;
  button.addEventListener("click", () => startCamera(form, button));
}

export function startScanning() {
  hearScanner();
  offerCamera();
  document.addEventListener("change", (event) => {
    if (event.target.closest("[data-submit-on-change]")) event.target.form.requestSubmit();
  });
}
