package org.moqgateway.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The pages alone, in a browser, without media from a gateway.
@Timeout(120)
class PagesIT {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String TWO_LIVE =
            """
            {"broadcasts":[
              {"name":"live/cam0","ageSeconds":754.2,"viewers":1,"bitrateBps":2110000,"tracks":[
                {"name":"0.avc3","kind":"video","codec":"avc1.42e01f","width":1280,"height":720,
                 "frameRate":30.0,"bitrateBps":2040000},
                {"name":"0.opus","kind":"audio","codec":"opus","sampleRate":48000,"channels":2,"bitrateBps":64000}]},
              {"name":"a <b>odd</b> näme/with-a-part-that-is-much-too-long-for-the-screen-of-a-telephone",
               "ageSeconds":3,"viewers":0,"bitrateBps":64000,"tracks":[
                {"name":"0.opus","kind":"audio","codec":"opus","sampleRate":48000,"channels":1,"bitrateBps":64000}]}]}
            """;

    private static final String CLIENTS =
            """
            {"clients":[
              {"name":"cam0-subscribe","role":"subscribe","url":"https://camera.example/whep/cam0",
               "broadcast":"live/cam0","state":"live","since":"2026-11-01T12:00:00Z","uptimeSeconds":754.2,
               "attempts":0,"lastError":"https://camera.example/whep/cam0: connection refused",
               "lastErrorSecondsAgo":200.5,"failing":false,"nextAttemptSeconds":null,"problems":[],
               "bitrateBps":2110000,"whole":true},
              {"name":"stage/<i>two</i>","role":"publish","url":"https://live.example/whip",
               "broadcast":"live/cam0","state":"retrying","since":"2026-11-01T12:00:00Z","uptimeSeconds":0,
               "attempts":3,"lastError":"https://live.example/whip answered 401: the token is not believed",
               "lastErrorSecondsAgo":7.2,"failing":true,"nextAttemptSeconds":3.4,
               "problems":[{"code":"video-not-sendable","text":"the video is in <b>another</b> codec"}],
               "bitrateBps":0,"whole":true},
              {"name":"hall","role":"subscribe","url":"http://10.0.0.7:8889/hall/whep","broadcast":"hall",
               "state":"stopped","since":"2026-11-01T12:00:00Z","uptimeSeconds":0,"attempts":0,
               "lastError":null,"lastErrorSecondsAgo":null,"failing":false,"nextAttemptSeconds":null,
               "problems":[],"bitrateBps":0,"whole":true}],
             "control":"%s"}
            """;

    private static Chromium chromium;
    private static PagesServer server;

    @BeforeAll
    static void launch() {
        server = new PagesServer();
        chromium = Chromium.launch();
    }

    @AfterAll
    static void close() {
        chromium.close();
        server.close();
    }

    @Test
    void livePageShowsWhatIsLiveAndFollowsChanges() {
        server.broadcasts("{\"broadcasts\":[]}");
        try (BrowserPage page = chromium.open(server.url() + "/")) {
            page.awaitState("empty", SOON);
            assertThat(page.text("#empty")).contains("Nothing is live yet");
            server.broadcasts(TWO_LIVE);
            page.awaitState("live", SOON);
            assertThat(page.text("[data-broadcast='live/cam0']"))
                    .contains(
                            "H.264 Constrained Baseline 3.1", "1280 × 720", "30 fps", "2.0 Mbit/s")
                    .contains("Opus", "48 kHz", "stereo", "1 viewer", "12 min 34 s");
            assertThat(page.text("#broadcasts")).contains("a <b>odd</b> näme");
            page.screenshot("live");
            server.broadcasts("{\"broadcasts\":[]}");
            page.awaitState("empty", SOON);
            assertThat(page.errors()).isEmpty();
        }
    }

    @Test
    void livePageShowsAPictureOfWhatIsLiveAndKeepsItsPlaceWhereThereIsNone() {
        server.snapshot(503, new byte[0]);
        server.broadcasts(TWO_LIVE);
        String canvas = "document.querySelector(\"[data-broadcast='live/cam0'] canvas\")";
        String place = canvas + ".parentElement.getBoundingClientRect().toJSON()";
        try (BrowserPage page = chromium.open(server.url() + "/")) {
            page.await(canvas + "?.dataset.snapshot === '503'", SOON);
            Object before = page.evaluate(place);
            assertThat(page.isVisible("[data-broadcast='live/cam0'] canvas")).isFalse();
            assertThat(page.isVisible("[data-broadcast='live/cam0'] .thumb .icon")).isTrue();

            server.snapshot(200, jpeg(0x2050c0));

            page.await(canvas + ".dataset.snapshot === '200' && !" + canvas + ".hidden", SOON);
            assertThat(page.evaluate(place)).isEqualTo(before);
            page.await(
                    canvas + ".getContext('2d').getImageData(160, 90, 1, 1).data[2] > 180", SOON);
            assertThat(page.requests())
                    .contains("GET " + server.url() + "/snapshot/live/cam0.jpg?width=320");
            assertThat(page.errors()).isEmpty();
        } finally {
            server.snapshot(503, new byte[0]);
        }
    }

    @Test
    void playerShowsTheNewestKeyframeUntilItPlays() {
        server.refuse(new PagesServer.Refusal(503, "Not yet", "no keyframe yet", 1));
        server.snapshot(200, jpeg(0x2050c0));
        try (PlayPage page = chromium.playPage(server.url(), "live/cam0", "jwt=abc")) {
            page.await("document.getElementById('video').poster !== ''", SOON);
            assertThat(page.evaluate("document.getElementById('video').poster"))
                    .isEqualTo(server.url() + "/snapshot/live/cam0.jpg?width=1280&jwt=abc");
            assertThat(page.errors()).isEmpty();
        } finally {
            server.snapshot(503, new byte[0]);
        }
    }

    private static byte[] jpeg(int rgb) {
        BufferedImage image = new BufferedImage(320, 180, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, rgb);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            assertThat(ImageIO.write(image, "jpeg", bytes)).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Test
    void livePageTellsHowEachClientIsDoing() {
        server.broadcasts(TWO_LIVE);
        server.clients(CLIENTS.formatted("nothing"), null);
        String red =
                "document.querySelector(\"[data-client='%s'] [data-field='error']\")"
                        + ".classList.contains('bad')";
        try (BrowserPage page = chromium.open(server.url() + "/")) {
            page.await("document.querySelectorAll('[data-client]').length === 3", SOON);
            assertThat(page.text("[data-client='cam0-subscribe']"))
                    .contains("Live", "for 12 min 34 s", "2.1 Mbit/s", "Stop")
                    .contains("Pulls https://camera.example/whep/cam0 into live/cam0")
                    .contains("Last error: https://camera.example/whep/cam0: connection refused");
            assertThat(page.text("[data-client='cam0-subscribe'] [data-field='errorAt']"))
                    .isEqualTo("3 min ago");
            assertThat(page.evaluate(red.formatted("cam0-subscribe"))).isEqualTo(false);
            assertThat(page.evaluate(red.formatted("stage/<i>two</i>"))).isEqualTo(true);
            assertThat(page.text("[data-client='stage/<i>two</i>'] .problems"))
                    .isEqualTo("the video is in <b>another</b> codec");
            assertThat(page.isVisible("#clients-part")).isFalse();
            assertThat(page.text("[data-client='stage/<i>two</i>']"))
                    .contains("Retrying", "3 attempts, next in 4 s", "7 s ago", "Stop")
                    .contains("Pushes live/cam0 to https://live.example/whip")
                    .contains("answered 401: the token is not believed");
            assertThat(page.text("[data-client='hall']")).contains("Stopped", "Start");
            page.evaluate("document.getElementById('clients-section').scrollIntoView()");
            page.screenshot("clients");

            page.click("[data-client='stage/<i>two</i>'] button");
            page.click("[data-client='hall'] button");
            page.await("!document.querySelector('#clients [aria-busy]')", SOON);

            assertThat(server.actions())
                    .containsExactlyInAnyOrder(
                            "/api/clients/stage%2F%3Ci%3Etwo%3C%2Fi%3E/stop",
                            "/api/clients/hall/start");
            assertThat(page.isVisible("#admin")).isFalse();
            assertThat(page.errors()).isEmpty();
        } finally {
            server.clients("{\"clients\":[],\"control\":\"never\"}", null);
        }
    }

    @Test
    void livePageStartsAndStopsWithTheAdminTokenOfItsTabAlone() {
        server.clients(CLIENTS.formatted("token"), "right");
        String button = "document.querySelector(\"[data-client='hall'] button\")";
        try (BrowserPage page = chromium.open(server.url() + "/")) {
            page.await(button + "?.ariaDisabled === 'true'", SOON);
            assertThat(page.evaluate(button + ".title")).isEqualTo("This takes the admin token.");
            page.evaluate(button + ".click()");
            assertThat(page.requests()).noneMatch(request -> request.startsWith("POST"));
            page.click("#admin-summary");
            page.fill("#admin-token", "wrong");
            page.click("#admin-form button");
            page.await(button + ".ariaDisabled === 'false'", SOON);
            assertThat(page.evaluate("document.getElementById('admin-token').value")).isEqualTo("");
            page.click("[data-client='hall'] button");
            page.await("!document.getElementById('clients-notice').hidden", SOON);
            assertThat(page.text("#clients-notice")).contains("This is not the admin token.");
            assertThat(server.actions()).isEmpty();

            page.click("#admin-forget");
            page.await(button + ".ariaDisabled === 'true'", SOON);
            page.fill("#admin-token", "right");
            page.click("#admin-form button");
            page.await(button + ".ariaDisabled === 'false'", SOON);
            page.click("[data-client='hall'] button");
            page.await("!document.querySelector('#clients [aria-busy]')", SOON);

            assertThat(server.actions()).containsExactly("/api/clients/hall/start");
            assertThat(page.isVisible("#clients-notice")).isFalse();
            assertThat(page.evaluate("Object.values(localStorage).length")).isEqualTo(0);
            assertThat(page.evaluate("document.cookie")).isEqualTo("");
            assertThat(page.requests()).noneMatch(request -> request.contains("right"));
            assertThat(page.errors()).isEmpty();
        } finally {
            server.clients("{\"clients\":[],\"control\":\"never\"}", null);
        }
    }

    @Test
    void livePageSaysThatNobodyMayStartClientsHere() {
        server.clients(CLIENTS.formatted("never"), null);
        try (BrowserPage page = chromium.open(server.url() + "/", Chromium.Screen.SMALL_PHONE)) {
            page.await("document.querySelectorAll('[data-client]').length === 3", SOON);
            assertThat(page.text("#clients-never")).contains("--admin-token-file");
            String buttons = "[...document.querySelectorAll('#clients button')]";
            assertThat(page.evaluate(buttons + ".every((one) => one.ariaDisabled === 'true')"))
                    .isEqualTo(true);
            assertThat(page.evaluate(buttons + ".every((one) => one.title === '')"))
                    .isEqualTo(true);
            assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                    .isEqualTo(true);
            page.evaluate("document.getElementById('clients-section').scrollIntoView()");
            page.screenshot("clients-phone");
        } finally {
            server.clients("{\"clients\":[],\"control\":\"never\"}", null);
        }
    }

    @Test
    void livePageLeavesTheKeyboardOnTheButtonThatWasPressed() {
        server.clients(CLIENTS.formatted("nothing"), null);
        String button = "document.querySelector(\"[data-client='hall'] button\")";
        try (BrowserPage page = chromium.open(server.url() + "/")) {
            page.await(button + "?.ariaDisabled === 'false'", SOON);

            page.click("[data-client='hall'] button");
            page.await("!document.querySelector('#clients [aria-busy]')", SOON);

            assertThat(page.evaluate("document.activeElement === " + button)).isEqualTo(true);
            assertThat(server.actions()).containsExactly("/api/clients/hall/start");
        } finally {
            server.clients("{\"clients\":[],\"control\":\"never\"}", null);
        }
    }

    @Test
    void livePageKeepsWhatItShowedWhileTheGatewayDoesNotAnswer() {
        server.clients(CLIENTS.formatted("nothing"), null);
        String shown = "document.querySelectorAll('[data-client]').length === ";
        try (BrowserPage page = chromium.open(server.url() + "/")) {
            page.await(shown + "3", SOON);

            server.clientsStatus(503);
            page.await("!document.getElementById('clients-notice').hidden", SOON);
            assertThat(page.text("#clients-notice")).contains("does not answer", "503");
            assertThat(page.evaluate(shown + "3")).isEqualTo(true);

            server.clientsStatus(200);
            page.await("document.getElementById('clients-notice').hidden", SOON);
            server.clientsStatus(401);
            page.await(shown + "0", SOON);
            assertThat(page.isVisible("#clients-notice")).isFalse();
        } finally {
            server.clientsStatus(200);
            server.clients("{\"clients\":[],\"control\":\"never\"}", null);
        }
    }

    @Test
    void livePageUsesTheAdminTokenWhereNothingMayBeStored() {
        server.clients(CLIENTS.formatted("token"), "right");
        String button = "document.querySelector(\"[data-client='hall'] button\")";
        try (BrowserPage page = chromium.open(server.url() + "/")) {
            page.await(button + "?.ariaDisabled === 'true'", SOON);
            page.evaluate(
                    "() => Object.defineProperty(window, 'sessionStorage',"
                            + " { get() { throw new Error('off'); } })");
            page.click("#admin-summary");
            page.fill("#admin-token", "right");
            page.click("#admin-form button");
            page.await(button + ".ariaDisabled === 'false'", SOON);
            page.click("[data-client='hall'] button");
            page.await("!document.querySelector('#clients [aria-busy]')", SOON);

            assertThat(server.actions()).containsExactly("/api/clients/hall/start");
            assertThat(page.errors()).isEmpty();
        } finally {
            server.clients("{\"clients\":[],\"control\":\"never\"}", null);
        }
    }

    @Test
    void livePageSaysWhatTakesTheAdminTokenToBeShown() {
        server.clients(
                """
                {"clients":[{"name":"hall","role":"publish","url":"https://live.example","broadcast":"hall",
                 "state":"ended","since":"2026-11-01T12:00:00Z","uptimeSeconds":0,"attempts":1,
                 "lastError":null,"lastErrorSecondsAgo":4000,"failing":true,"nextAttemptSeconds":null,
                 "problems":[],"bitrateBps":0,"whole":false}],"control":"token"}
                """,
                "right");
        try (BrowserPage page = chromium.open(server.url() + "/")) {
            page.await("document.querySelectorAll('[data-client]').length === 1", SOON);
            assertThat(page.text("[data-client='hall']"))
                    .contains("Pushes hall to https://live.example/…", "not shown", "1 h ago");
            assertThat(page.text("#clients-part")).contains("with the admin token");
            assertThat(page.isVisible("#clients-part")).isTrue();
        } finally {
            server.clients("{\"clients\":[],\"control\":\"never\"}", null);
        }
    }

    @Test
    void livePageShowsWhatIsWrongWithABroadcast() {
        server.broadcasts(
                """
                {"broadcasts":[{"name":"live/cam0","ageSeconds":7,"viewers":1,"bitrateBps":1,"tracks":[],
                "problems":[{"code":"b-frames","text":"the video uses B-frames: <b>send it without</b>"}]}]}
                """);
        try (BrowserPage page = chromium.open(server.url() + "/")) {
            page.awaitState("live", SOON);
            assertThat(page.text("[data-broadcast='live/cam0'] .problems"))
                    .isEqualTo("the video uses B-frames: <b>send it without</b>");
            server.broadcasts(TWO_LIVE);
            page.await(
                    "document.querySelector(\"[data-broadcast='live/cam0'] .problems\").hidden",
                    SOON);
            assertThat(page.errors()).isEmpty();
        }
    }

    @Test
    void livePageShowsNoEndpointThatTheGatewayWasStartedWithout() {
        server.broadcasts(TWO_LIVE);
        server.endpoints("whep");
        try (BrowserPage page = chromium.open(server.url() + "/")) {
            page.await("document.getElementById('start').hidden", SOON);
            page.awaitState("live", SOON);
            assertThat(page.isVisible("[data-broadcast='live/cam0'] [data-field='whep']")).isTrue();
        }
        server.endpoints("whip");
        try (BrowserPage page = chromium.open(server.url() + "/")) {
            String play =
                    "document.querySelector(\"[data-broadcast='live/cam0'] [data-field='play']\")";
            page.await(play + "?.search === '?player=moq'", SOON);
            assertThat(page.isVisible("[data-broadcast='live/cam0'] [data-field='whep']"))
                    .isFalse();
            assertThat(page.isVisible("#start")).isTrue();
            assertThat(page.errors()).isEmpty();
        } finally {
            server.endpoints("whip whep");
        }
    }

    @Test
    void livePageTellsHowToPublishUnderTheChosenName() {
        server.broadcasts("{\"broadcasts\":[]}");
        try (BrowserPage page = chromium.open(server.url() + "/")) {
            page.awaitState("empty", SOON);
            page.fill("#name", "/stage one/left/");
            String url = server.url() + "/whip/stage%20one/left";
            assertThat(page.evaluate("document.getElementById('obs-server').value")).isEqualTo(url);
            assertThat(page.text("#ffmpeg"))
                    .startsWith(
                            "ffmpeg -re -f lavfi -i testsrc2=size=1280x720:rate=30 -re -f lavfi")
                    .endsWith("-ar 48000 -ac 2 -b:a 96k -f whip \"" + url + "\"");
            assertThat(page.evaluate("document.querySelector('[data-publish-link]').pathname"))
                    .isEqualTo("/publish/stage%20one/left");
        }
    }

    @Test
    void noPageIsWiderThanTheSmallestPhoneOrLoadsFromElsewhere() {
        server.broadcasts(TWO_LIVE);
        for (String path : new String[] {"/", "/publish/live/cam0", "/play/live/cam0?stats"}) {
            try (BrowserPage page =
                    chromium.open(server.url() + path, Chromium.Screen.SMALL_PHONE)) {
                page.await(
                        "!['loading', 'idle', 'connecting'].includes(document.body.dataset.state)",
                        SOON);
                assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                        .as(path)
                        .isEqualTo(true);
                assertThat(page.requests())
                        .as(path)
                        .allMatch(request -> request.contains(" " + server.url()));
                assertThat(page.errors()).as(path).isEmpty();
            }
        }
    }

    @Test
    void playerWaitsForABroadcastThatIsNotLiveAsLongAsTheServerAsks() {
        // Longer than it would wait by itself, which is two seconds.
        Duration asked = Duration.ofSeconds(3);
        server.refuse(
                new PagesServer.Refusal(
                        409, "Not live", "nobody publishes it", (int) asked.toSeconds()));
        String endpoint = "/whep/live/none";
        try (PlayPage page = chromium.playPage(server.url(), "live/none", "")) {
            page.awaitState("waiting", SOON);
            assertThat(page.text("#message")).contains("Waiting for live/none");
            for (int i = 0; i < 200 && server.answeredNanos(endpoint).size() < 3; i++) {
                page.pause(Duration.ofMillis(100));
            }
            List<Long> answered = server.answeredNanos(endpoint);
            assertThat(answered).hasSizeGreaterThanOrEqualTo(3);
            for (int i = 1; i < answered.size(); i++) {
                assertThat(Duration.ofNanos(answered.get(i) - answered.get(i - 1)))
                        .isGreaterThanOrEqualTo(asked);
            }
            assertThat(page.errors()).isEmpty();
        }
    }

    @Test
    void playerSaysThatMoqWasNotBundled() {
        server.bundled(false);
        try (PlayPage page = chromium.playPage(server.url(), "live/cam0", "player=moq")) {
            page.awaitState("refused", SOON);
            assertThat(page.text("#message"))
                    .contains("The MoQ player was not bundled", "built without Node.js");
            assertThat(page.evaluate("document.querySelector('[data-way=moq]').href"))
                    .isEqualTo("");
            assertThat(page.errors()).isEmpty();
        } finally {
            server.bundled(true);
        }
    }

    @Test
    void publisherShowsThePictureAndTheProblemThatTheServerNames() {
        server.refuse(new PagesServer.Refusal(422, "No common codec", "it takes H264 and opus", 0));
        try (PublishPage page = chromium.publishPage(server.url(), "live/cam0", "size=640x360")) {
            page.start();
            page.await("!document.getElementById('notice').hidden", SOON);
            assertThat(page.text("#notice"))
                    .contains("No common codec", "422 it takes H264 and opus");
            assertThat(page.state()).isEqualTo("preview");
            page.await("document.getElementById('preview').videoWidth === 640", SOON);
            page.screenshot("publish");
            assertThat(page.errors()).isEmpty();
        }
    }

    @Test
    void killEndsEveryProcessOfABrowser() {
        try (Chromium other = Chromium.launch()) {
            other.open(server.url() + "/");
            assertThat(other.isAlive()).isTrue();
            other.kill();
            assertThat(other.isAlive()).isFalse();
        }
    }
}
