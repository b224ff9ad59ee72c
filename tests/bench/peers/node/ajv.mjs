// Check the table `evidence` with ajv, row by row as Papa Parse reads it.
import { createReadStream, readFileSync } from "node:fs";
import Ajv from "ajv";
import Papa from "papaparse";

const described = JSON.parse(readFileSync("datapackage.json", "utf8"));
const table = described.resources.find((each) => each.name === "evidence");
const fields = table.schema.fields;
const schema = JSON.parse(readFileSync(process.argv[2], "utf8"));

const ajv = new Ajv({ strict: false });
// A date of ISO 8601 that the calendar has; ajv itself knows no formats.
ajv.addFormat("date", (text) => {
  const day = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(+day) && day.toISOString().startsWith(text);
});
const isValid = ajv.compile(schema);
const whole = new Set(fields.filter((each) => each.type === "integer").map((each) => each.name));

let number = 0;
const found = [];
Papa.parse(createReadStream(table.path), {
  step({ data }) {
    number += 1;
    if (number === 1) return;
    const row = {};
    data.forEach((cell, at) => {
      const name = at < fields.length ? fields[at].name : "more";
      if (cell === "") return;
      row[name] = whole.has(name) && /^\s*[+-]?\d+\s*$/.test(cell) ? Number(cell) : cell;
    });
    if (!isValid(row)) found.push(number);
  },
  complete() {
    // The line feed at the end of the file begins a last, empty row for Papa Parse.
    if (found.at(-1) === number) found.pop();
    process.stdout.write(found.map((row) => `${row}\n`).join(""));
    process.exitCode = found.length ? 1 : 0;
  },
});
