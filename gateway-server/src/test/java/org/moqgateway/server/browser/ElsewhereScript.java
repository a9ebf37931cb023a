package org.moqgateway.server.browser;

/// The least that a page needs to speak WHIP or WHEP with a server that has no pages of ours.
final class ElsewhereScript {
    private ElsewhereScript() {}

    private static final String DIAL =
            """
              await peer.setLocalDescription(await peer.createOffer());
              const gathered = () => peer.iceGatheringState === 'complete';
              if (!gathered()) await new Promise((resolve) => peer.onicegatheringstatechange = () => gathered() && resolve());
              for (;;) {
                const answer = await fetch(endpoint, {
                  method: 'POST', headers: { 'Content-Type': 'application/sdp' }, body: peer.localDescription.sdp });
                if (answer.status === 201) {
                  await peer.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
                  return;
                }
                if (answer.status !== 404) throw new Error(endpoint + ' answered ' + answer.status);
                await new Promise((resolve) => setTimeout(resolve, 500));
              }
            """;

    /// Plays in a `video` element; waits for a publisher.
    static final String PLAY =
            """
            async (endpoint) => {
              const video = document.createElement('video');
              video.muted = true;
              video.autoplay = true;
              document.body.append(video);
              const peer = window.peer = new RTCPeerConnection();
              peer.addTransceiver('audio', { direction: 'recvonly' });
              peer.addTransceiver('video', { direction: 'recvonly' });
              const stream = video.srcObject = new MediaStream();
              peer.ontrack = ({ track }) => stream.addTrack(track);
            """
                    + DIAL
                    + "}";

    /// Publishes camera and microphone, H.264.
    static final String PUBLISH =
            """
            async (endpoint) => {
              const stream = await navigator.mediaDevices.getUserMedia(
                { audio: true, video: { width: { ideal: 640 }, height: { ideal: 480 } } });
              const peer = window.peer = new RTCPeerConnection();
              for (const track of stream.getTracks()) peer.addTransceiver(track, { direction: 'sendonly', streams: [stream] });
              const video = peer.getTransceivers().find(({ sender }) => sender.track.kind === 'video');
              const { codecs } = RTCRtpSender.getCapabilities('video');
              video.setCodecPreferences(codecs.filter(({ mimeType }) => /h264|rtx/i.test(mimeType)));
            """
                    + DIAL
                    + "}";
}
