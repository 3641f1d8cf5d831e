// Clients of the services, made at run time from protos/, with what the official packages leave to the caller: promises,
// google.protobuf.Struct as plain objects, and the details of an error.
import { fileURLToPath } from 'node:url';
import grpc from '@grpc/grpc-js';
import protoLoader from '@grpc/proto-loader';

const packageName = 'activations.v1';
const services = {
  hubs: 'HubService',
  endUsers: 'EndUserService',
  connections: 'ConnectionService',
  integrations: 'IntegrationService',
  activations: 'ActivationService',
  embed: 'EmbedService',
};
const files = ['hub', 'end_user', 'connection', 'integration', 'activation', 'embed']
  .map((name) => `activations/v1/${name}_service.proto`);
const definitions = protoLoader.loadSync([...files, 'google/rpc/status.proto', 'google/rpc/error_details.proto'], {
  includeDirs: [fileURLToPath(new URL('../../protos', import.meta.url))],
  defaults: true,
});

/** One client for each service. A method answers a promise; headers of the answer are put into `headers`, if given. */
export function connect(address) {
  return Object.fromEntries(Object.entries(services).map(([name, service]) => {
    const definition = definitions[`${packageName}.${service}`];
    const Client = grpc.makeGenericClientConstructor(definition, service);
    return [name, promised(new Client(address, grpc.credentials.createInsecure()), definition)];
  }));
}

function promised(client, definition) {
  const methods = Object.values(definition).map(({ originalName }) => [originalName, (request, headers) =>
    new Promise((resolve, reject) => {
      const options = { deadline: Date.now() + 10_000 };
      client[originalName](request, options, (error, answer) => (error ? reject(error) : resolve(answer)))
        .on('metadata', (metadata) => headers?.merge(metadata));
    })]);
  return Object.fromEntries(methods);
}

/** What `grpc-status-details-bin` says: the google.rpc.ErrorInfo, and the google.rpc.BadRequest if there is one. */
export function detailsOf(error) {
  const [bytes] = error.metadata.get('grpc-status-details-bin');
  const { details } = definitions['google.rpc.Status'].deserialize(bytes);
  const read = (type) => {
    const detail = details.find((any) => any.type_url === `type.googleapis.com/${type}`);
    return detail && definitions[type].deserialize(detail.value);
  };
  return { errorInfo: read('google.rpc.ErrorInfo'), badRequest: read('google.rpc.BadRequest') };
}

/** A plain object as a google.protobuf.Struct. */
export function toStruct(object) {
  return { fields: Object.fromEntries(Object.entries(object).map(([name, value]) => [name, toValue(value)])) };
}

/** A google.protobuf.Struct as a plain object. */
export function fromStruct(struct) {
  return Object.fromEntries(Object.entries(struct.fields).map(([name, value]) => [name, fromValue(value)]));
}

function toValue(value) {
  if (value === null) return { nullValue: 0 };
  if (Array.isArray(value)) return { listValue: { values: value.map(toValue) } };
  if (typeof value === 'object') return { structValue: toStruct(value) };
  if (typeof value === 'boolean') return { boolValue: value };
  return typeof value === 'number' ? { numberValue: value } : { stringValue: value };
}

function fromValue(value) {
  if ('structValue' in value) return fromStruct(value.structValue);
  if ('listValue' in value) return value.listValue.values.map(fromValue);
  return value.stringValue ?? value.numberValue ?? value.boolValue ?? null;
}
