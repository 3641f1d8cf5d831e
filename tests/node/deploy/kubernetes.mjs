// Checks an overlay: renders it by kustomize, then looks at every object. Its values against the schemas that Kubernetes
// publishes (kubernetes-models), its fields against the types of the same schemas, since those let unknown fields pass, and
// what refers to what (references.mjs). Prints what is wrong; the exit code is then 1.
//   node kubernetes.mjs <folder of the overlay>
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { parseAllDocuments } from "yaml";
import { ofReferences } from "./references.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const kustomize = createRequire(import.meta.url).resolve("kustomize/run.js");
const rendered = execFileSync(process.execPath, [kustomize, "build", process.argv[2]], { encoding: "utf8" });
const objects = parseAllDocuments(rendered).map((document) => document.toJS());
const problems = [...(await ofValues()), ...ofFields(), ...ofReferences(objects)];
for (const problem of problems) console.error(problem);
console.log(`${objects.length} objects, ${problems.length} problems.`);
process.exitCode = problems.length === 0 ? 0 : 1;

async function ofValues() {
  const found = [];
  for (const object of objects) {
    try {
      const { [object.kind]: Model } = await import(moduleOf(object));
      new Model(object).validate();
    } catch (error) {
      found.push(`${nameOf(object)}: ${error.message}`);
    }
  }
  return found;
}

// An object literal in TypeScript may have no member that its type does not know.
function ofFields() {
  const file = path.join(here, "rendered.ts");
  const lines = objects.map((object, index) => [
    `import type { I${object.kind} as T${index} } from "${moduleOf(object)}";`,
    `export const o${index}: T${index} = ${JSON.stringify(object)};`,
  ].join("\n"));
  const options = {
    noEmit: true, strict: true, skipLibCheck: true, types: [], module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  const text = lines.join("\n");
  host.fileExists = (name) => name === file || fileExists(name);
  host.readFile = (name) => (name === file ? text : readFile(name));
  host.getSourceFile = (name, language, ...rest) =>
    name === file ? ts.createSourceFile(name, text, language) : getSourceFile(name, language, ...rest);
  return ts.getPreEmitDiagnostics(ts.createProgram([file], options, host))
    .map((diagnostic) => `fields: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n")}`);
}

function moduleOf({ apiVersion }) {
  return `kubernetes-models/${apiVersion}`;
}

function nameOf({ kind, metadata }) {
  return `${kind} ${metadata?.name}`;
}
