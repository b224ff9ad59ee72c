// Accepting all that is listed: shown first, carried out as one decision, undone as one.

import * as dialogs from "./dialogs.js";
import * as form from "./form.js";
import { decide, finish, labelOf, open } from "./desk.js";
import * as list from "./queue.js";
import { change } from "./talk.js";

let bulk = [];

export async function acceptListed() {
  const cards = list.acceptable();
  bulk = cards.map((each) => each.dataset.key);
  const dialog = dialogs.from("bulk");
  dialog.querySelector("h2").textContent = `Accept ${bulk.length} that are listed?`;
  dialog.querySelector(".preview").append(
    ...cards.map((each) => {
      const item = document.createElement("li");
      item.className = `k-${each.dataset.kind}`;
      item.append(each.querySelector(".badge").cloneNode(true), " ", labelOf(each));
      return item;
    }),
  );
  try {
    const { findings } = await change("judge", { op: "accept", keys: bulk });
    form.tellFindings(dialog, findings.map((each) => ({ ...each, field: "" })));
    tellGeneral(dialog, findings);
  } catch (error) {
    tellGeneral(dialog, error.value?.findings?.length ? error.value.findings : [{ code: "", message: error.message, hint: "", severity: "error" }]);
  }
}

function tellGeneral(dialog, findings) {
  dialog.querySelector(".findings")?.classList.add("general");
  form.tellFindings(dialog, findings.slice(0, 20).map((each) => ({ ...each, field: "" })));
}

export function acceptAll() {
  const keysNow = bulk;
  dialogs.close();
  return decide({ op: "accept", keys: keysNow }, async () => {
    dialogs.tell(`Accepted ${keysNow.length}. One undo takes all of it back.`);
    const each = list.first(true);
    if (each) await open(each);
    else finish();
  });
}
