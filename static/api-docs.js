// The API's page: in place of the plain list, one where each address can be tried.

import { at } from "./address.js";

/** What the page's own requests prove that they are from here with, once somebody is signed in. */
let csrf = "";

/** @typedef {{ url: string, headers: Record<string, string> }} Asked */

/**
 * Adds the session's token to a request.
 * @param {Asked} asked
 */
function prove(asked) {
  if (csrf) {
    asked.headers["X-CSRF-Token"] = csrf;
  }
  return asked;
}

async function start() {
  const me = await fetch(at("/api/v1/me"));
  if (me.ok) {
    csrf = (await me.json()).csrf;
  }
  const swagger = /** @type {any} */ (globalThis).SwaggerUIBundle;
  if (!swagger) {
    return;
  }
  swagger({
    url: at("/api/openapi.json"),
    dom_id: "#swagger",
    // Nothing is asked of other machines.
    validatorUrl: null,
    requestInterceptor: prove,
    onComplete: () => document.getElementById("plain")?.remove(),
  });
}

start();
