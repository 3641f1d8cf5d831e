// What compose.yaml asks of MongoDB every few seconds, by mongosh. It makes what is missing, so that one file starts a replica
// set with a user, and fails until there is a primary.
const { readFileSync } = require("fs");
const secret = (name) => readFileSync(`/run/secrets/${name}`, "utf8").trim();

db.getSiblingDB("admin").auth("root", secret("mongodb-root-password"));

try {
  rs.status();
} catch (error) {
  if (error.codeName !== "NotYetInitialized") throw error;
  rs.initiate({ _id: "rs0", members: [{ _id: 0, host: "mongodb:27017" }] });
}

if (!db.hello().isWritablePrimary) quit(1);

// It may read and write the service's database, make its indexes, and nothing else.
const activations = db.getSiblingDB("activations");
if (activations.getUser("activations") === null)
  activations.createUser({ user: "activations", pwd: secret("mongodb-password"), roles: ["readWrite"] });
