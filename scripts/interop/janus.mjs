// WHIP and WHEP on a Janus: node --import ./without-unix-sockets.mjs janus.mjs '{"janus": WEBSOCKET_URL, "port": N, "room": N}'
// WHEP is janus-whep-server. WHIP is ours, since npm has no package for it: a publisher joins the VideoRoom with the
// offer as it came, and Janus' answer goes back as it is. POST /whip/NAME, POST /whep/endpoint/NAME.

import { randomUUID } from 'node:crypto';
import express from 'express';
import Janode from 'janode';
import VideoRoom from 'janode/plugins/videoroom';
import { JanusWhepServer } from 'janus-whep-server';

const { janus, port, room } = JSON.parse(process.argv[2]);
const sessions = new Map();
const feeds = new Map();

const app = express();
const whep = new JanusWhepServer({ janus: { address: janus }, rest: { app, basePath: '/whep' }, debug: 'info' });
await whep.start();
// Janus 1.1 takes no client's offer for a subscription, and the server would answer 201 with an offer in it.
whep.multistream = false;

const connection = await Janode.connect({ address: { url: janus } });
const session = await connection.create();

app.post('/whip/:name', answering(async (request, response) => {
  const { name } = request.params;
  const handle = await session.attach(VideoRoom);
  const feed = feeds.get(name) ?? feeds.size + 1;
  if (!feeds.has(name)) whep.createEndpoint({ id: name, plugin: 'videoroom', room, feed });
  feeds.set(name, feed);
  const jsep = { type: 'offer', sdp: request.body };
  const joined = await handle.joinConfigurePublisher({ room, feed, audio: true, video: true, jsep }).catch(async (error) => {
    await handle.detach().catch(() => {});
    throw error;
  });
  const id = randomUUID();
  sessions.set(id, handle);
  handle.on(Janode.EVENT.HANDLE_HANGUP, () => end(id));
  response.status(201).set({ Location: `/whip/session/${id}`, ETag: `"${id}"`, 'Accept-Patch': 'application/trickle-ice-sdpfrag' });
  response.type('application/sdp').send(joined.jsep.sdp);
}));

app.patch('/whip/session/:id', answering(async (request, response) => {
  const handle = sessions.get(request.params.id);
  const lines = String(request.body).split(/\r?\n/);
  const candidates = lines.filter((line) => line.startsWith('a=candidate:'))
    .map((line) => ({ sdpMLineIndex: 0, candidate: line.slice(2) }));
  if (lines.includes('a=end-of-candidates')) candidates.push({ completed: true });
  if (handle && candidates.length > 0) await handle.trickle(candidates);
  response.sendStatus(handle ? 204 : 404);
}));

app.delete('/whip/session/:id', answering(async (request, response) => {
  response.sendStatus((await end(request.params.id)) ? 200 : 404);
}));

async function end(id) {
  const handle = sessions.get(id);
  sessions.delete(id);
  await handle?.detach().catch(() => {});
  return handle !== undefined;
}

function answering(handler) {
  return async (request, response) => {
    try {
      await handler(request, response);
    } catch (error) {
      console.error(request.method, request.url, error);
      response.status(500).send(error.message);
    }
  };
}

app.listen(port, '127.0.0.1', () => console.log(`janus.mjs listens on ${port}`));
