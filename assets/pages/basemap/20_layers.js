/* The tile layers of the basemap that is set, for one map.
 *
 *   baseLayers.make(settings)   a promise of Leaflet layers, bottom first
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const LARGE_FROM = 1.6;

  /* Other people's servers are told which server asks, for their keys are bound to it, and no more:
   * neither the page nor what is selected on it. */
  const common = () => ({
    minZoom: 0,
    maxZoom: 22,
    keepBuffer: 2,
    referrerPolicy: "origin",
    updateWhenZooming: false,
  });

  /* On a wall whose letters are twice as large, tiles of one zoom further out are drawn twice as
   * large: their names must be read from afar too. */
  function size(settings) {
    const step = onescreen.scale() >= LARGE_FROM ? 1 : 0;
    return {
      tileSize: 256 * 2 ** step,
      zoomOffset: -step,
      minNativeZoom: settings.min_zoom + step,
      maxNativeZoom: settings.max_zoom + step,
    };
  }

  function tiles(settings) {
    return settings.urls.map((url) => window.L.tileLayer(url, { ...common(), ...size(settings) }));
  }

  async function file(settings) {
    const address = new URL(settings.urls[0], location.href).href;
    const zooms = { minNativeZoom: settings.min_zoom, maxNativeZoom: settings.max_zoom };
    if (settings.tiles === "vector") {
      await onescreen.loadBundle("pmtiles_vector");
      const flavor = document.documentElement.dataset.theme === "bright" ? "light" : "dark";
      const lang = onescreen.language && onescreen.language.now() === "en" ? "en" : "zh";
      return [
        window.protomapsL.leafletLayer({
          url: address,
          flavor,
          lang,
          maxDataZoom: settings.max_zoom,
          ...common(),
        }),
      ];
    }
    await onescreen.loadBundle("pmtiles");
    const source = new window.pmtiles.PMTiles(address);
    return [window.pmtiles.leafletRasterLayer(source, { ...common(), ...zooms })];
  }

  async function make(settings) {
    const layers = settings.kind === "pmtiles" ? await file(settings) : tiles(settings);
    return settings.datum === "gcj02" ? layers.map(onescreen.datum.shift) : layers;
  }

  onescreen.baseLayers = { make };
})();
