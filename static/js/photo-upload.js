// Photos of a form: made smaller here, sent one by one as soon as they are chosen, shown with a button to remove each.
// What has not been sent yet stays in the file field, so whenever the form is sent, it takes the rest along itself.
const SIDE = 2048;
const BYTES = 400_000;
const TIMEOUT = 120_000;

for (const field of document.querySelectorAll("[data-photo-upload]")) {
  if (window.DataTransfer && HTMLCanvasElement.prototype.toBlob) enhance(field);
}

function enhance(field) {
  const input = field.querySelector("input[type=file]");
  const list = field.querySelector("[data-photo-list]");
  const template = field.querySelector("[data-photo-template]");
  const status = field.querySelector("[data-photo-status]");
  const texts = field.dataset;
  const waiting = new Map();
  let queue = Promise.resolve();
  let number = list.children.length;

  field.classList.add("photo-upload-live");
  for (const drop of list.querySelectorAll("[data-photo-drop]")) {
    drop.parentElement.querySelector("[data-photo-remove]").hidden = false;
    drop.remove();
  }
  const say = (text, of = "") => { status.textContent = text.replace("#", of); };
  const keepWaiting = () => {
    const rest = new DataTransfer();
    for (const file of waiting.values()) rest.items.add(file);
    input.files = rest.files;
  };
  const announce = (place) => {
    if (place) field.dispatchEvent(new CustomEvent("wufei:photo-place", { bubbles: true, detail: place }));
  };

  input.addEventListener("change", () => {
    const known = new Set(waiting.values());
    const room = Number(texts.most) - list.children.length;
    const chosen = [...input.files].filter((file) => !known.has(file));
    for (const file of chosen.slice(0, Math.max(0, room))) add(file);
    if (chosen.length > room) queue = queue.then(() => say(texts.textMost));
    keepWaiting();
  });

  function add(file) {
    number += 1;
    const item = template.content.firstElementChild.cloneNode(true);
    const own = number;
    item.querySelector("img").alt = item.querySelector("img").alt.replace("#", own);
    for (const node of item.querySelectorAll(".visually-hidden")) node.textContent = node.textContent.replace("#", own);
    list.append(item);
    list.hidden = false;
    waiting.set(item, file);
    queue = queue.then(() => send(item, file, own)).catch(() => say(texts.textLater));
  }

  async function send(item, original, own) {
    if (!item.isConnected) return;
    say(texts.textSending, own);
    const facts = await readExif(original);
    announce(facts.place);
    const small = await downsize(original);
    if (!item.isConnected) return;
    const image = item.querySelector("img");
    if (small.drawn) image.src = URL.createObjectURL(small.file);
    waiting.set(item, small.file);
    keepWaiting();
    const answer = await upload(small.file, facts.taken, item);
    if (!answer.id) return refuse(item, answer);
    if (!item.isConnected) return forget(answer.id);
    waiting.delete(item);
    keepWaiting();
    item.querySelector("progress").hidden = true;
    item.querySelector("[data-photo-remove]").value = answer.id;
    item.append(Object.assign(document.createElement("input"), { type: "hidden", name: "staged_photos", value: answer.id }));
    if (!small.drawn) showPreview(image, answer.preview);
    if (!facts.place) announce(answer.place);
    say(texts.textDone, own);
  }

  function refuse(item, answer) {
    item.querySelector("progress").hidden = true;
    if (answer.status !== 422 && answer.status !== 413) return say(answer.title || texts.textLater);
    remove(item);
    say(answer.title);
  }

  function remove(item) {
    waiting.delete(item);
    keepWaiting();
    item.remove();
    list.hidden = !list.children.length;
  }

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-photo-remove]");
    if (!button) return;
    const item = button.closest("[data-photo-item]");
    const next = (item.nextElementSibling || item.previousElementSibling)?.querySelector("[data-photo-remove]") || input;
    if (button.value) forget(button.value);
    remove(item);
    next.focus();
    say(texts.textRemoved);
  });

  const token = () => input.form.elements.csrf_token.value;

  function forget(id) {
    fetch(`${texts.uploadUrl}/${id}/removal`, { method: "POST", headers: { "X-CSRFToken": token(), Accept: "application/json" } }).catch(() => {});
  }

  function upload(file, taken, item) {
    const body = new FormData();
    body.append("photo", file, file.name);
    if (taken) body.append("taken", taken);
    const request = new XMLHttpRequest();
    const progress = item.querySelector("progress");
    request.upload.onprogress = (event) => { if (event.lengthComputable) progress.value = event.loaded / event.total; };
    request.open("POST", texts.uploadUrl);
    request.timeout = TIMEOUT;
    request.responseType = "json";
    request.setRequestHeader("X-CSRFToken", token());
    request.setRequestHeader("Accept", "application/json");
    return new Promise((resolve) => {
      request.onloadend = () => resolve({ status: request.status, ...request.response });
      request.send(body);
    });
  }
}

// The server needs a moment to make a picture of what the browser cannot draw.
async function showPreview(image, url) {
  for (let round = 0; round < 8 && image.isConnected; round += 1) {
    const answer = await fetch(url);
    if (answer.headers.get("Content-Type") === "image/jpeg") {
      image.src = URL.createObjectURL(await answer.blob());
      return;
    }
    await new Promise((resolve) => { setTimeout(resolve, 1500); });
  }
}

// The browser turns the photo by its EXIF as it draws it. One that it cannot draw (HEIC, mostly) is sent as it is.
async function downsize(file) {
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    let scale = Math.min(1, SIDE / Math.max(image.naturalWidth, image.naturalHeight));
    for (let quality = 0.82; ; quality > 0.5 ? (quality -= 0.12) : (scale *= 0.8)) {
      const blob = await drawn(image, scale, quality);
      if (blob.size <= BYTES) return { drawn: true, file: new File([blob], "photo.jpg", { type: "image/jpeg" }) };
    }
  } catch {
    return { drawn: false, file };
  } finally {
    URL.revokeObjectURL(url);
  }
}

function drawn(image, scale, quality) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
  const context = canvas.getContext("2d", { alpha: false });
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("not drawn"))), "image/jpeg", quality);
  });
}

// Place and time from the EXIF block, wherever the format keeps it: JPEG and HEIC behind the word Exif, PNG and WebP in
// a chunk of that name (PNG writes its length before the name, WebP after it).
async function readExif(file) {
  try {
    const bytes = await (file.type === "image/jpeg" ? file.slice(0, 262_144) : file).arrayBuffer();
    const found = /(?:Exif\0\0|eXIf|EXIF[^]{4})(?=II\*\0|MM\0\*)/.exec(new TextDecoder("latin1").decode(bytes));
    return found ? parseTiff(new DataView(bytes, found.index + found[0].length)) : {};
  } catch {
    return {};
  }
}

function parseTiff(view) {
  const little = view.getUint16(0) === 0x4949;
  const u16 = (at) => view.getUint16(at, little);
  const u32 = (at) => view.getUint32(at, little);
  const entry = (directory, tag) => {
    for (let index = 0; directory && index < Math.min(u16(directory), 300); index += 1) {
      const at = directory + 2 + index * 12;
      if (u16(at) === tag) return at;
    }
    return 0;
  };
  const text = (at) => {
    if (!at) return "";
    const length = u32(at + 4);
    const start = length > 4 ? u32(at + 8) : at + 8;
    return String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + start, Math.min(length, 20))).replace(/\0.*/, "");
  };
  const fractions = (at, count) => Array.from({ length: count }, (_, i) => u32(u32(at + 8) + i * 8) / u32(u32(at + 8) + i * 8 + 4));
  const pointer = (directory, tag) => { const at = entry(directory, tag); return at ? u32(at + 8) : 0; };
  const main = u32(4);
  const detail = pointer(main, 0x8769);
  const gps = pointer(main, 0x8825);
  const degrees = (side, value, negative) => {
    if (!entry(gps, side) || !entry(gps, value)) return NaN;
    const [d, m, s] = fractions(entry(gps, value), 3);
    return (d + m / 60 + s / 3600) * (text(entry(gps, side)) === negative ? -1 : 1);
  };
  const lat = degrees(1, 2, "S");
  const lng = degrees(3, 4, "W");
  const error = entry(gps, 31) ? fractions(entry(gps, 31), 1)[0] : NaN;
  const known = Math.abs(lat) <= 90 && Math.abs(lng) <= 180 && (lat !== 0 || lng !== 0);
  return {
    taken: `${text(entry(detail, 0x9003))}${text(entry(detail, 0x9011))}`,
    place: known ? { lng, lat, error_m: Number.isFinite(error) ? error : null } : null,
  };
}
