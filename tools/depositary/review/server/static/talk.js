// What the page says to its server, and what comes back. Every change carries the token of this run
// and the version of the reading that the curator has seen.

const body = document.body.dataset;

export class Refusal extends Error {
  constructor(status, value) {
    super(value.message || "The server did not answer as it should.");
    this.status = status;
    this.value = value;
  }
}

export async function html(path, query = {}) {
  return (await get(path, query)).text();
}

export async function json(path, query = {}) {
  return (await get(path, query)).json();
}

async function get(path, query) {
  const words = new URLSearchParams(query);
  const answer = await reached(`${body.root}/${path}?${words}`, {});
  if (!answer.ok) throw new Refusal(answer.status, await told(answer));
  return answer;
}

export async function change(path, value = {}, signal = undefined) {
  const answer = await reached(`${body.root}/${path}`, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "X-Depositary-Token": body.token,
      "If-Match": `"${body.version}"`,
    },
    body: JSON.stringify(value),
    signal,
  });
  if (!answer.ok) throw new Refusal(answer.status, await told(answer));
  return answer.json();
}

async function reached(address, options) {
  try {
    return await fetch(address, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refusal(0, {
      message: "The server has stopped: start depositary review again. What was decided is saved.",
    });
  }
}

async function told(answer) {
  try {
    return await answer.json();
  } catch {
    return {};
  }
}

export function fragment(markup) {
  const template = document.createElement("template");
  template.innerHTML = markup;
  return template.content;
}
