// Proves that the OpenAPI document is enough for a client: the main flow with openapi-fetch and types that openapi-typescript
// made of the document. Each call has to type-check, so that the document's schemas are as good as they are true. The
// end-to-end tests make the types, check, and run it against a service that was started with --demo.
import assert from 'node:assert/strict';
import createClient from 'openapi-fetch';
import type { components, paths } from './activations.js';

const api = createClient<paths>({ baseUrl: process.argv[2] ?? 'http://127.0.0.1:8080' });

const hub_id = '01J0DEM0HVB000000000000001';
const integration_id = '01J0DEM01NT000000000000001';
const user_id = 'generated@example.com';
const step = (text: string) => console.log(text);

const user = await api.POST('/hubs/{hub_id}/users', {
  params: { path: { hub_id } },
  body: {
    externalId: user_id,
    displayName: 'Generated',
    primaryConnection: {
      name: 'CRM',
      credentials: {
        action: [
          {
            authSchemeConfig: { schemeType: 'api-key', name: 'X-Api-Key', in: 'header' },
            credential: { name: 'key', type: 'string', data: { value: 'secret' } },
          },
        ],
      },
    },
  },
});
assert.equal(user.response.status, 201);
const primary: string | undefined = user.data?.primaryConnection.id;
step(`created user ${user.data?.id} with connection ${primary}`);

const page = await api.GET('/embed/{hub_id}/users/{user_id}/integrations', {
  params: { path: { hub_id, user_id }, query: { deployed: true, first: 10 } },
});
assert.deepEqual(page.data?.integrations.map((integration) => integration.isActivated), [false, false]);
step(`sees ${page.data?.totalCount} integrations`);

const request: components['schemas']['CreateActivationRequest'] = {
  userId: user_id,
  integrationId: integration_id,
  connections: [
    {
      templateId: '01J0DEM0TMP000000000000002',
      name: 'Mailer',
      credentials: {
        action: [
          {
            authSchemeConfig: { schemeType: 'basic-auth' },
            credential: { name: 'me', type: 'basic-auth', data: { username: 'me', password: 'secret' } },
          },
        ],
      },
    },
  ],
  dynamicVariables: { listName: 'Newsletter', syncHour: 6 },
};

const refused = await api.POST('/activations', { body: { ...request, dynamicVariables: { syncHour: 24 } } });
assert.equal(refused.error?.code, 'INVALID_ARGUMENT');
assert.deepEqual(
  refused.error?.fields.map((violation) => violation.field).sort(),
  ['dynamicVariables.listName', 'dynamicVariables.syncHour'],
);
step(`was refused: ${refused.error?.message}`);

const headers = { 'Idempotency-Key': 'generated-1' };
const created = await api.POST('/activations', { body: request, params: { header: headers } });
const activation = created.data;
assert.ok(activation, JSON.stringify(created.error));
assert.deepEqual(activation.connections.map((bound) => bound.name), ['CRM', 'Mailer']);
step(`activated ${activation.integration.name}: ${activation.id}`);

const replayed = await api.POST('/activations', { body: request, params: { header: headers } });
assert.equal(replayed.data?.id, activation.id);
assert.equal(replayed.response.headers.get('idempotent-replayed'), 'true');
step('repeated it safely');

const path = { activation_id: activation.id };
const changed = await api.PUT('/activations/{activation_id}/variables', {
  params: { path, header: { 'If-Match': activation.etag } },
  body: { dynamicVariables: { listName: 'Customers' } },
});
assert.deepEqual(changed.data?.dynamicVariables, { listName: 'Customers' });
const stale = await api.DELETE('/activations/{activation_id}', { params: { path, query: { etag: activation.etag } } });
assert.equal(stale.error?.code, 'ETAG_MISMATCH');
step('changed its variables, and was kept from deleting what it had not seen');

const variables = await api.GET('/integrations/{integration_id}/users/{user_id}/variables', {
  params: { path: { integration_id, user_id } },
});
assert.deepEqual(variables.data, { listName: 'Customers' });

const deleted = await api.DELETE('/activations/{activation_id}', { params: { path } });
assert.equal(deleted.response.status, 204);
const gone = await api.GET('/activations/{activation_id}', { params: { path } });
assert.equal(gone.error?.code, 'ACTIVATION_NOT_FOUND');
step('deleted it');

// What the document does not have does not compile.
// @ts-expect-error: a request names its user
void (async () => api.POST('/activations', { body: { integrationId: integration_id } }));
// @ts-expect-error: there is no such path
void (async () => api.GET('/nowhere'));

step('The main flow works.');
