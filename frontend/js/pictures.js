// Pictures lie elsewhere and may be gone: then words stand in their place instead of an empty frame.
function isGone(picture) {
  return picture.complete && picture.naturalWidth === 0;
}

function say(picture) {
  picture.hidden = true;
  const words = picture.parentElement.querySelector("figcaption");
  if (words) words.hidden = false;
}

export function startPictures() {
  document.addEventListener("error", (event) => event.target.matches?.("[data-picture]") && say(event.target), true);
  for (const picture of document.querySelectorAll("[data-picture]")) if (isGone(picture)) say(picture);
}
