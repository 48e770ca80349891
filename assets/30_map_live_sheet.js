/* A canvas laid over the map that stays aligned while the map pans, zooms and flies. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const parts = (onescreen.liveParts = onescreen.liveParts || {});

  /* Where a place lies in the Mercator square, 0 to 1 in both directions. */
  parts.worldX = (lon) => (lon + 180) / 360;
  parts.worldY = (lat) => {
    const sine = Math.sin((Math.max(-85.05, Math.min(85.05, lat)) * Math.PI) / 180);
    return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  };

  parts.createSheet = function createSheet(map, name, zIndex) {
    const L = window.L;
    const pane = map.createPane(name);
    pane.style.zIndex = String(zIndex);
    pane.style.pointerEvents = "none";
    const canvas = L.DomUtil.create("canvas", "leaflet-zoom-animated sheet-" + name, pane);
    canvas.setAttribute("aria-hidden", "true");
    const context = canvas.getContext("2d");
    const sheet = {
      map,
      canvas,
      context,
      width: 0,
      height: 0,
      ratio: 1,
      zoom: 0,
      left: 0,
      top: 0,
      size: 256,
    };

    /* Take the map's present view as the one drawn; not while it is between two zooms. */
    sheet.settle = function settle() {
      if (map._animatingZoom) return;
      const view = map.getSize();
      const ratio = Math.min(window.devicePixelRatio || 1, 3);
      const width = Math.max(1, Math.round(view.x * ratio));
      const height = Math.max(1, Math.round(view.y * ratio));
      if (width !== sheet.width || height !== sheet.height) {
        canvas.width = sheet.width = width;
        canvas.height = sheet.height = height;
        canvas.style.width = view.x + "px";
        canvas.style.height = view.y + "px";
      }
      sheet.ratio = ratio;
      sheet.zoom = map.getZoom();
      const corner = map.containerPointToLayerPoint([0, 0]);
      const origin = map.getPixelOrigin();
      sheet.left = origin.x + corner.x;
      sheet.top = origin.y + corner.y;
      sheet.size = 256 * 2 ** sheet.zoom;
      L.DomUtil.setPosition(canvas, corner);
    };

    /* Container point (CSS pixels) of a place in the Mercator square, in the view drawn. */
    sheet.x = (worldX) => worldX * sheet.size - sheet.left;
    sheet.y = (worldY) => worldY * sheet.size - sheet.top;

    sheet.clear = function clear() {
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, sheet.width, sheet.height);
      context.setTransform(sheet.ratio, 0, 0, sheet.ratio, 0, 0);
    };

    function stretch(event) {
      const corner = map.unproject([sheet.left, sheet.top], sheet.zoom);
      const offset = map._latLngToNewLayerPoint(corner, event.zoom, event.center);
      L.DomUtil.setTransform(canvas, offset, map.getZoomScale(event.zoom, sheet.zoom));
    }

    map.on("zoomanim", stretch);
    sheet.remove = function remove() {
      map.off("zoomanim", stretch);
      pane.remove();
    };
    return sheet;
  };

  /* A sheet that is drawn again once a frame when the view changes or `ask` is called; it leaves
   * `sheets` with its map. */
  parts.drawnSheet = function drawnSheet(map, name, zIndex, sheets, draw) {
    const sheet = parts.createSheet(map, name, zIndex);
    sheets.add(sheet);
    sheet.ask = () => {
      if (sheet.isAsked) return;
      sheet.isAsked = true;
      onescreen.opening.after(() =>
        onescreen.frame(() => {
          sheet.isAsked = false;
          draw(sheet);
        }),
      );
    };
    map.on("move zoom moveend zoomend viewreset resize", sheet.ask);
    map.on("unload", () => {
      sheet.remove();
      sheets.delete(sheet);
    });
    return sheet;
  };
})();
