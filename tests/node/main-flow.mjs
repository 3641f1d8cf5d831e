// Proves that a caller in another language needs the checked-in protos alone: the main flow over gRPC, with the official
// Node packages. After `dotnet build` and `npm install` here, with a service running: node main-flow.mjs 127.0.0.1:8081
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import grpc from '@grpc/grpc-js';
import { connect, detailsOf, fromStruct, toStruct } from './client.mjs';

const address = process.argv[2] ?? '127.0.0.1:8081';
const { hubs, integrations, endUsers, connections, activations, embed } = connect(address);

const organisationId = '01J0N0DE0RG000000000000001';
const crmId = '01J0N0DEC0N000000000000001';
const mailerId = '01J0N0DEC0N000000000000002';
const basicAuth = { schemeType: 'basic-auth', description: 'Name and password' };
const userId = 'maya@example.com';
const variables = { listName: 'Newsletter', syncHour: 6, tags: ['a', 'b'], notify: { byMail: true, copyTo: null } };

const step = (text) => console.log(text);

const hub = await hubs.createHub({
  organisationId,
  name: 'Node hub',
  primaryConnectorId: crmId,
  primaryConnectorName: 'CRM',
  authSchemeConfig: { schemeType: 'api-key', name: 'X-Api-Key', in: 'header' },
});
assert.match(hub.id, /^[0-9A-HJKMNP-TV-Z]{26}$/);
assert.equal(hub.primaryConnector.authSchemeConfig.name, 'X-Api-Key');
step(`created hub ${hub.id}`);

const variablesSchema = {
  type: 'object',
  required: ['listName'],
  properties: { listName: { type: 'string', minLength: 1 }, syncHour: { type: 'integer', minimum: 0, maximum: 23 } },
};
const created = await integrations.createIntegration({
  hubId: hub.id,
  organisationId,
  name: 'Contacts to Mailer',
  variablesSchema: toStruct(variablesSchema),
  connectionTemplate: { connectorId: mailerId, name: 'Mailer', authSchemeConfig: basicAuth },
});
const integrationId = created.id;
assert.equal(created.isDeployed, false);
assert.deepEqual(fromStruct(created.variablesSchema), variablesSchema);
const { connectionTemplates } = await integrations.listConnectionTemplates({ integrationId });
assert.equal(connectionTemplates.length, 1);
const [template] = connectionTemplates;
assert.deepEqual([template.connectorId, template.isUsed, template.isPrimary], [mailerId, true, false]);
step(`created integration ${integrationId} with template ${template.id}`);

const user = await endUsers.createEndUser({ hubId: hub.id, externalId: userId, displayName: 'Maya' });
assert.deepEqual([user.externalId, user.displayName, user.primaryConnection.id], [userId, 'Maya', '']);
step(`created end user ${user.id}`);

const connection = await connections.createEndUserConnection({
  hubId: hub.id,
  userId,
  connectorId: mailerId,
  connection: {
    name: 'Maya at Mailer',
    credentials: {
      action: [{
        authSchemeConfig: basicAuth,
        credential: { name: 'maya', type: 'basic-auth', data: toStruct({ username: 'maya', password: 'secret' }) },
      }],
    },
    variables: [{ name: 'region', value: 'eu' }],
  },
});
assert.deepEqual(fromStruct(connection.credentials.action[0].credential.data), { username: '', password: '' });
assert.deepEqual(connection.variables, [{ name: 'region', value: 'eu' }]);
step(`created connection ${connection.id}; its secrets stay inside`);

const request = {
  userId,
  integrationId,
  connections: [{ templateId: template.id, connectionId: connection.id }],
  dynamicVariables: toStruct(variables),
  requestId: randomUUID(),
};
const tooEarly = await refused(activations.createActivation(request), grpc.status.FAILED_PRECONDITION);
assert.equal(tooEarly.errorInfo.reason, 'INTEGRATION_NOT_DEPLOYED');
assert.equal((await integrations.deployIntegration({ integrationId })).isDeployed, true);
step('deployed the integration, without which it could not be activated');

const headers = new grpc.Metadata();
const activation = await activations.createActivation(request, headers);
assert.deepEqual(headers.get('idempotent-replayed'), []);
assert.equal(activation.user.id, user.id);
assert.equal(activation.integration.isActivated, true);
assert.deepEqual(activation.connections, [
  { templateId: template.id, connectionId: connection.id, name: 'Maya at Mailer' },
]);
assert.deepEqual(fromStruct(activation.dynamicVariables), variables);
assert.ok(Math.abs(Number(activation.createdAt.seconds) * 1000 - Date.now()) < 3_600_000);
step(`created activation ${activation.id}`);

const repeated = await activations.createActivation(request, headers);
assert.deepEqual(headers.get('idempotent-replayed'), ['true']);
assert.equal(repeated.id, activation.id);
step('repeated the request: the same activation, replayed');

const ofUser = await activations.listEndUserActivations({ hubId: hub.id, userId });
assert.deepEqual([ofUser.totalCount, ofUser.activations.map((a) => a.id)], [1, [activation.id]]);
const ofHub = await activations.listActivations({ hubId: hub.id, integrationId, first: 10 });
assert.deepEqual(ofHub.activations, [repeated]);
assert.ok(!('next' in ofHub) && !('prev' in ofHub));
step('listed the activations of the user and of the hub');

const { dynamicVariables } = await activations.updateDynamicVariables({
  activationId: activation.id,
  dynamicVariables: toStruct({ listName: 'Customers' }),
  etag: activation.etag,
});
assert.deepEqual(fromStruct(dynamicVariables), { listName: 'Customers' });
const read = await activations.getUserVariables({ integrationId, userId: user.id, identifierType: 'internal' });
assert.deepEqual(fromStruct(read.dynamicVariables), { listName: 'Customers' });
step('updated the variables');

const page = await embed.listEndUserIntegrations({ hubId: hub.id, userId, deployed: true });
assert.deepEqual([page.totalCount, page.totalConnected], [1, 1]);
assert.deepEqual([page.integrations[0].id, page.integrations[0].isActivated], [integrationId, true]);
const stranger = { hubId: hub.id, userId: 'nobody-yet', integrationId };
const view = await embed.getEmbeddedIntegration(stranger);
assert.deepEqual([view.isActivated, view.connectionTemplates.map((t) => t.id)], [false, [template.id]]);
step('read the embed views of the user and of one who does not exist yet');

const invalid = await refused(
  activations.updateDynamicVariables({ activationId: activation.id, dynamicVariables: toStruct({ syncHour: 24 }) }),
  grpc.status.INVALID_ARGUMENT);
assert.deepEqual([invalid.errorInfo.reason, invalid.errorInfo.domain], ['INVALID_ARGUMENT', 'activations']);
assert.deepEqual(
  invalid.badRequest.fieldViolations.map((v) => v.field).sort(),
  ['dynamicVariables.listName', 'dynamicVariables.syncHour']);
const second = await refused(
  activations.createActivation({ ...request, requestId: randomUUID() }), grpc.status.ALREADY_EXISTS);
assert.equal(second.errorInfo.reason, 'ACTIVATION_ALREADY_EXISTS');
assert.deepEqual(second.errorInfo.metadata, { activationId: activation.id });
const stale = await refused(
  activations.deleteActivation({ activationId: activation.id, etag: activation.etag }), grpc.status.ABORTED);
assert.equal(stale.errorInfo.reason, 'ETAG_MISMATCH');
step('was refused with reasons, fields and metadata');

assert.deepEqual(await activations.deleteActivation({ activationId: activation.id }), {});
const gone = await refused(activations.getActivation({ activationId: activation.id }), grpc.status.NOT_FOUND);
assert.equal(gone.errorInfo.reason, 'ACTIVATION_NOT_FOUND');
const afterwards = await connections.listEndUserConnections({ hubId: hub.id, userId });
assert.deepEqual(afterwards.connections.map((c) => c.id), [connection.id]);
step('deleted the activation; the connection stays');
step('The main flow works.');

/** The details of the error that a call must end with. */
async function refused(call, status) {
  const error = await call.then(() => assert.fail('The call succeeded.'), (failure) => failure);
  assert.equal(error.code, status, error.message);
  return detailsOf(error);
}
