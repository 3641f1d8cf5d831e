// Prints as JSON what a deployment starts the service with: its environment, and the files of its settings folder.
//   node settings.mjs <compose.yaml> | <folder of an overlay>
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { parse, parseAllDocuments } from "yaml";

const [place] = process.argv.slice(2);
console.log(JSON.stringify(place.endsWith(".yaml") ? ofCompose() : ofOverlay()));

function ofCompose() {
  const service = parse(readFileSync(place, "utf8"), { merge: true }).services["activations-1"];
  return { environment: service.environment, files: service.secrets.map((secret) => secret.target), folder: "/run/secrets" };
}

function ofOverlay() {
  const kustomize = createRequire(import.meta.url).resolve("kustomize/run.js");
  const objects = parseAllDocuments(execFileSync(process.execPath, [kustomize, "build", place], { encoding: "utf8" })).map((d) => d.toJS());
  const [container] = objects.find((object) => object.kind === "Deployment").spec.template.spec.containers;
  const dataOf = (map) => objects.find((object) => object.kind === "ConfigMap" && object.metadata.name === map).data;
  const environment = Object.assign({}, ...container.envFrom.map((from) => dataOf(from.configMapRef.name)));
  // The names of the Secret's entries are in deploy/README.md, which says how to make it.
  const readme = readFileSync(new URL("../../../deploy/README.md", import.meta.url), "utf8");
  const all = [...new Set(readme.match(/(?<=--from-file=)\w+/g))];
  return {
    environment,
    files: all.filter((name) => environment.Activations__Store__Provider === "mongodb" || !name.includes("MongoDb")),
    folder: container.volumeMounts.find((mount) => mount.name === "secrets").mountPath,
  };
}
