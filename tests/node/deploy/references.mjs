// What refers to what among the objects of an overlay: labels, ports, mounts, and what scales or protects the pods.

// Secrets are made by whoever installs the service, and by nobody's manifest.
const secrets = new Set(["activations"]);

export function ofReferences(objects) {
  const of = (kind) => objects.filter((object) => object.kind === kind);
  const workloads = [...of("Deployment"), ...of("Job")];
  return [
    ...of("Deployment").flatMap((d) => selects(d, d.spec.selector.matchLabels, [d])),
    ...of("Service").flatMap((s) => selects(s, s.spec.selector, of("Deployment"))),
    ...of("Service").flatMap((s) => ports(s, s.spec.ports.map((p) => p.targetPort), of("Deployment"))),
    ...of("PodDisruptionBudget").flatMap((b) => selects(b, b.spec.selector.matchLabels, of("Deployment"))),
    ...of("NetworkPolicy").flatMap((p) => workloads.flatMap((w) => selects(p, p.spec.podSelector.matchLabels ?? {}, [w]))),
    ...of("NetworkPolicy").flatMap((p) => ports(p, p.spec.ingress.flatMap((r) => r.ports.map((port) => port.port)), of("Deployment"))),
    ...of("HorizontalPodAutoscaler").flatMap((a) => scales(a, of("Deployment"))),
    ...of("Job").flatMap(constant),
    ...workloads.flatMap((w) => [...mounts(w, objects), ...probes(w), ...rights(w)]),
  ];
}

function selects(from, labels, workloads) {
  const has = (workload, [key, value]) => workload.spec.template.metadata.labels[key] === value;
  const found = workloads.some((workload) => Object.entries(labels).every((label) => has(workload, label)));
  return found ? [] : [`${from.kind} ${from.metadata.name}: no pod has the labels ${JSON.stringify(labels)}`];
}

function ports(from, wanted, workloads) {
  const known = workloads.flatMap((w) => w.spec.template.spec.containers.flatMap((c) => (c.ports ?? []).map((p) => p.name)));
  const unknown = wanted.filter((port) => typeof port === "string" && !known.includes(port));
  return unknown.map((port) => `${from.kind} ${from.metadata.name}: no container has a port '${port}'`);
}

function scales(autoscaler, deployments) {
  const { kind, name } = autoscaler.spec.scaleTargetRef;
  const target = deployments.find((d) => d.kind === kind && d.metadata.name === name);
  if (!target) return [`HorizontalPodAutoscaler: there is no ${kind} '${name}'`];
  const asks = target.spec.template.spec.containers.every((c) => c.resources?.requests?.cpu);
  return [
    ...(asks ? [] : ["HorizontalPodAutoscaler: a share of the processor that no container asks for"]),
    ...(target.spec.replicas === undefined ? [] : ["HorizontalPodAutoscaler: the Deployment sets replicas too"]),
  ];
}

function mounts(workload, objects) {
  const { containers, volumes = [], serviceAccountName } = workload.spec.template.spec;
  const there = (kind, name) => objects.some((o) => o.kind === kind && o.metadata.name === name);
  const claims = volumes.map((v) => v.persistentVolumeClaim?.claimName).filter((name) => name);
  const maps = containers.flatMap((c) => c.envFrom ?? []).map((e) => e.configMapRef.name);
  const mounted = containers.flatMap((c) => c.volumeMounts ?? []).map((m) => m.name);
  const missing = [
    ...mounted.filter((name) => !volumes.some((v) => v.name === name)).map((name) => `volume '${name}'`),
    ...volumes.filter((v) => v.secret && !secrets.has(v.secret.secretName)).map((v) => `Secret '${v.secret.secretName}'`),
    ...claims.filter((name) => !there("PersistentVolumeClaim", name)).map((name) => `PersistentVolumeClaim '${name}'`),
    ...maps.filter((name) => !there("ConfigMap", name)).map((name) => `ConfigMap '${name}'`),
    ...[serviceAccountName].filter((name) => !there("ServiceAccount", name)).map((name) => `ServiceAccount '${name}'`),
  ];
  return missing.map((what) => `${workload.kind} ${workload.metadata.name}: there is no ${what}`);
}

// A Job that is there can't be changed, so nothing in it may follow what is in a ConfigMap, as a name with a hash does.
function constant(job) {
  const maps = job.spec.template.spec.containers.flatMap((c) => c.envFrom ?? []).map((e) => e.configMapRef.name);
  const hashed = maps.filter((name) => /-[a-z0-9]{10}$/.test(name));
  return hashed.map((name) => `Job ${job.metadata.name}: could not be applied again once '${name}' has another hash`);
}

function probes(workload) {
  return workload.spec.template.spec.containers.flatMap((container) => ["startupProbe", "livenessProbe", "readinessProbe"]
    .filter((probe) => container[probe] && !container.ports?.some((p) => p.name === container[probe].httpGet.port))
    .map((probe) => `${container.name}: ${probe} asks a port that it does not have`));
}

function rights(workload) {
  const { containers, securityContext, automountServiceAccountToken } = workload.spec.template.spec;
  const isBound = ({ securityContext: c }) =>
    c?.allowPrivilegeEscalation === false && c.readOnlyRootFilesystem === true && c.capabilities?.drop?.includes("ALL");
  const isRestricted = securityContext?.runAsNonRoot
    && securityContext.seccompProfile?.type === "RuntimeDefault"
    && automountServiceAccountToken === false
    && containers.every(isBound);
  const name = `${workload.kind} ${workload.metadata.name}`;
  return isRestricted ? [] : [`${name}: has more rights than Pod Security's level 'restricted', or can write to its root`];
}
