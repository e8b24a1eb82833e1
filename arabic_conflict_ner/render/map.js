// Zoom, pan and labels of the map. Without it the map stands still and is whole: places, popups and lists need no script.
"use strict";
for (const view of document.querySelectorAll(".acn-view")) {
  const WORLD = 2 ** 18, CLOSEST = 120, FROM_COUNTRIES_TO_GOVERNORATES = 16000, TILE = 256, TILE_ZOOMS = 18;
  const svg = view.querySelector("svg");
  const spots = [...view.querySelectorAll(".acn-spot")].map((element) => ({
    element, name: element.querySelector(".acn-name"), x: +element.dataset.x, y: +element.dataset.y,
    radius: element.classList.contains("acn-region") ? 11 : 7,
  }));
  const written = [...svg.querySelectorAll("text")];
  const home = svg.getAttribute("viewBox").split(" ").map(Number);
  let [x, y, w, h] = home;
  let waiting = false;

  const units = () => w / view.clientWidth;
  const draw = () => {
    waiting = false;
    svg.setAttribute("viewBox", `${x} ${y} ${w} ${h}`);
    svg.style.setProperty("--unit", units());
    view.classList.toggle("acn-far", w > FROM_COUNTRIES_TO_GOVERNORATES);
    for (const spot of spots) {
      spot.left = (spot.x - x) / units();
      spot.top = (spot.y - y) / units();
      spot.element.style.left = `${spot.left}px`;
      spot.element.style.top = `${spot.top}px`;
    }
    name();
    tile();
  };
  const redraw = () => {
    if (!waiting) requestAnimationFrame(draw);
    waiting = true;
  };

  const meet = (one, other) =>
    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
  // Names of places first, each on the first side of its dot where it meets nothing; then those of the map itself.
  const name = () => {
    const frame = { left: 0, top: 0, right: view.clientWidth, bottom: view.clientHeight };
    const taken = spots.map(({ left, top, radius }) => ({
      left: left - radius, top: top - radius, right: left + radius, bottom: top + radius,
    }));
    for (const spot of spots) {
      const width = spot.name.offsetWidth, height = spot.name.offsetHeight;
      const away = spot.radius + 2;
      const sides = [[away, -height / 2], [-away - width, -height / 2], [-width / 2, away], [-width / 2, -away - height]];
      const free = sides
        .map(([right, down]) => ({ right, down, left: spot.left + right, top: spot.top + down }))
        .map((side) => ({ side, box: { left: side.left, top: side.top, right: side.left + width, bottom: side.top + height } }))
        .find(({ box }) => meet(box, frame) && !taken.some((other) => meet(box, other)));
      spot.name.classList.toggle("acn-shown", Boolean(free));
      if (free) {
        spot.name.style.transform = `translate(${free.side.right}px, ${free.side.down}px)`;
        taken.push(free.box);
      }
    }
    const corner = view.getBoundingClientRect();
    for (const text of written) text.style.visibility = "";
    for (const text of written) {
      const box = text.getBoundingClientRect();
      if (!box.width) continue;
      const here = {
        left: box.left - corner.left, top: box.top - corner.top, right: box.right - corner.left, bottom: box.bottom - corner.top,
      };
      const isFree = meet(here, frame) && !taken.some((other) => meet(here, other));
      text.style.visibility = isFree ? "" : "hidden";
      if (isFree) taken.push(here);
    }
  };

  const template = view.dataset.tiles;
  const tile = () => {
    if (!template) return;
    const zoom = Math.min(TILE_ZOOMS, Math.max(0, Math.round(Math.log2(WORLD / TILE / units()))));
    const count = 2 ** zoom, side = WORLD / count, layer = svg.querySelector(".acn-tiles");
    const wanted = [];
    for (let row = Math.max(0, Math.floor(y / side)); row < Math.min(count, (y + h) / side); row++)
      for (let column = Math.max(0, Math.floor(x / side)); column < Math.min(count, (x + w) / side); column++)
        wanted.push([column, row]);
    layer.replaceChildren(...wanted.map(([column, row]) => {
      const image = document.createElementNS("http://www.w3.org/2000/svg", "image");
      const place = { x: column * side, y: row * side, width: side, height: side };
      for (const [key, value] of Object.entries(place)) image.setAttribute(key, value);
      image.setAttribute("href", template.replace("{z}", zoom).replace("{x}", column).replace("{y}", row));
      return image;
    }));
  };

  // By a factor, about a point of the view that stays where it is: 0 to 1 from its upper left corner.
  const zoom = (factor, across = 0.5, down = 0.5) => {
    const wider = Math.min(WORLD, Math.max(CLOSEST, w * factor));
    x += (w - wider) * across;
    y += (h - (h * wider) / w) * down;
    h *= wider / w;
    w = wider;
    keep();
  };
  const pan = (right, down) => {
    x += right * units();
    y += down * units();
    keep();
  };
  // The middle of the view stays in the world.
  const keep = () => {
    x = Math.min(WORLD - w / 2, Math.max(-w / 2, x));
    y = Math.min(WORLD - h / 2, Math.max(-h / 2, y));
    redraw();
  };
  const reset = () => {
    [x, y, w, h] = home;
    redraw();
  };
  const share = (event) => {
    const box = view.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  };

  // The wheel alone scrolls the page, as everywhere; with Ctrl, as a pinch on a touchpad comes too, it zooms.
  view.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(1.0025 ** event.deltaY, ...share(event));
  }, { passive: false });
  view.addEventListener("dblclick", (event) => {
    if (!event.target.closest("button")) zoom(0.5, ...share(event));
  });
  const fingers = new Map();
  view.addEventListener("pointerdown", (event) => {
    if (event.target.closest("button, [popover]")) return;
    view.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, event);
  });
  view.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    fingers.set(event.pointerId, event);
    const other = [...fingers.values()].find((finger) => finger.pointerId !== event.pointerId);
    if (other) {
      const apart = (finger) => Math.hypot(finger.clientX - other.clientX, finger.clientY - other.clientY);
      zoom(apart(before) / Math.max(1, apart(event)), ...share(other));
    } else pan(before.clientX - event.clientX, before.clientY - event.clientY);
  });
  for (const end of ["pointerup", "pointercancel"]) view.addEventListener(end, (event) => fingers.delete(event.pointerId));
  const KEYS = {
    "+": () => zoom(0.5), "=": () => zoom(0.5), "-": () => zoom(2), 0: reset,
    ArrowLeft: () => pan(-60, 0), ArrowRight: () => pan(60, 0), ArrowUp: () => pan(0, -60), ArrowDown: () => pan(0, 60),
  };
  view.addEventListener("keydown", (event) => {
    if (event.target !== view || !KEYS[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    KEYS[event.key]();
  });
  const BUTTONS = { in: () => zoom(0.5), out: () => zoom(2), reset };
  for (const button of view.querySelectorAll(".acn-zoom button")) button.addEventListener("click", BUTTONS[button.value]);

  // From the list to the map: a place that is out of sight comes into its middle.
  for (const button of view.closest(".acn-map").querySelectorAll(".acn-list [data-spot]"))
    button.addEventListener("click", () => {
      const spot = spots[button.dataset.spot];
      if (spot.left > 0 && spot.left < view.clientWidth && spot.top > 0 && spot.top < view.clientHeight) return;
      x = spot.x - w / 2;
      y = spot.y - h / 2;
      keep();
    });

  view.classList.add("acn-moving");
  new ResizeObserver(redraw).observe(view);
  document.fonts.ready.then(redraw);
}
