// Reads codes from pictures in browsers that cannot: fetched when somebody opens the camera, and not before.
import { BarcodeDetector, prepareZXingModule } from "barcode-detector/ponyfill";

prepareZXingModule({ overrides: { locateFile: (name) => new URL(name, import.meta.url).href } });

export { BarcodeDetector };
