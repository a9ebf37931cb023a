package org.moqgateway.server.browser;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A headless Chromium for tests, with a fake camera and microphone. Every page is opened in a
/// profile of its own.
///
/// Two peers that must not share a fate (a publisher that is killed, its viewer) are two of
/// these. One thread at a time: the thread that launches also uses and closes it.
public final class Chromium implements AutoCloseable {
    private final Playwright playwright;
    private final ChromiumProcess process;
    private final Browser browser;
    private @Nullable Detour detour;

    private Chromium(Playwright playwright, ChromiumProcess process, Browser browser) {
        this.playwright = playwright;
        this.process = process;
        this.browser = browser;
    }

    /// Starts a browser and waits until it can be used.
    ///
    /// @throws IllegalStateException no Chromium is installed, or it does not start
    public static Chromium launch() {
        ChromiumProcess process = ChromiumProcess.start();
        try {
            Playwright playwright =
                    Playwright.create(
                            new Playwright.CreateOptions()
                                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            Browser browser = playwright.chromium().connectOverCDP(process.devToolsUrl());
            return new Chromium(playwright, process, browser);
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /// What a page is shown on.
    public enum Screen {
        /// 1280 x 800, light
        DESKTOP(1280, 800, false, ColorScheme.LIGHT),
        /// 1280 x 800, dark
        DESKTOP_DARK(1280, 800, false, ColorScheme.DARK),
        /// 390 x 844 with touch, light
        PHONE(390, 844, true, ColorScheme.LIGHT),
        /// 390 x 844 with touch, dark
        PHONE_DARK(390, 844, true, ColorScheme.DARK),
        /// 360 x 740 with touch: the narrowest that the pages are made for
        SMALL_PHONE(360, 740, true, ColorScheme.LIGHT);

        private final int width;
        private final int height;
        private final boolean touch;
        private final ColorScheme scheme;

        Screen(int width, int height, boolean touch, ColorScheme scheme) {
            this.width = width;
            this.height = height;
            this.touch = touch;
            this.scheme = scheme;
        }

        private Browser.NewContextOptions options() {
            return new Browser.NewContextOptions()
                    .setViewportSize(width, height)
                    .setHasTouch(touch)
                    .setIsMobile(touch)
                    .setColorScheme(scheme);
        }
    }

    /// Opens any URL on a desktop screen.
    public BrowserPage open(String url) {
        return open(url, Screen.DESKTOP);
    }

    /// Opens any URL.
    public BrowserPage open(String url, Screen screen) {
        BrowserPage page = new BrowserPage(newPage(screen));
        page.goTo(url);
        return page;
    }

    /// Opens the publishing page with the fake camera; `query` presets it (`bitrate=1000&start`).
    ///
    /// @param gateway base URL such as `http://localhost:8088`
    public PublishPage publishPage(String gateway, String broadcast, String query) {
        PublishPage page = new PublishPage(newPage(Screen.DESKTOP));
        page.goTo(gateway + "/publish/" + path(broadcast) + "?" + query);
        return page;
    }

    /// Like [#publishPage] with a camera whose picture tells when it was taken: see
    /// [PlayPage#pictureAgeMillis()].
    public PublishPage publishPageWithClock(String gateway, String broadcast, String query) {
        return publishPage(ClockPicture.CAMERA_SCRIPT, gateway, broadcast, query);
    }

    /// Like [#publishPageWithClock] with the colours of [ColourPicture] besides: see
    /// [PlayPage#pictureColours()].
    public PublishPage publishPageWithColours(String gateway, String broadcast, String query) {
        return publishPage(ColourPicture.CAMERA_SCRIPT, gateway, broadcast, query);
    }

    private PublishPage publishPage(
            String cameraScript, String gateway, String broadcast, String query) {
        Page page = newPage(Screen.DESKTOP);
        page.addInitScript(cameraScript);
        PublishPage publishPage = new PublishPage(page);
        publishPage.goTo(gateway + "/publish/" + path(broadcast) + "?" + query);
        return publishPage;
    }

    /// Opens the player; `query` as for the page (`stats&muted=0`).
    ///
    /// @param gateway base URL such as `http://localhost:8088`
    public PlayPage playPage(String gateway, String broadcast, String query) {
        Page page = newPage(Screen.DESKTOP);
        page.addInitScript(PlayPage.ANSWER_SCRIPT);
        PlayPage playPage = new PlayPage(page);
        playPage.goTo(gateway + "/play/" + path(broadcast) + "?" + query);
        return playPage;
    }

    /// Like [#playPage] in a browser that does not offer the dependency descriptor, as pages that
    /// do not ask for it.
    public PlayPage playPageWithoutDescriptors(String gateway, String broadcast, String query) {
        Page page = newPage(Screen.DESKTOP);
        page.addInitScript(
                "delete RTCRtpTransceiver.prototype.setHeaderExtensionsToNegotiate;"
                        + PlayPage.ANSWER_SCRIPT);
        PlayPage playPage = new PlayPage(page);
        playPage.goTo(gateway + "/play/" + path(broadcast) + "?" + query);
        return playPage;
    }

    /// Plays from the WHEP endpoint of another server: a page that loads nothing, so that its
    /// origin is the server's.
    ///
    /// @param endpoint of a server that lets pages of its own origin in
    public PlayPage playElsewhere(String endpoint) {
        PlayPage page = new PlayPage(newPage(Screen.DESKTOP));
        page.dial(ElsewhereScript.PLAY, endpoint);
        return page;
    }

    /// Publishes the picture of [#publishPageWithClock] and the fake microphone to the WHIP
    /// endpoint of another server.
    public BrowserPage publishElsewhere(String endpoint) {
        Page page = newPage(Screen.DESKTOP);
        page.addInitScript(ClockPicture.CAMERA_SCRIPT);
        BrowserPage publisher = new BrowserPage(page);
        publisher.dial(ElsewhereScript.PUBLISH, endpoint);
        return publisher;
    }

    /// Makes the media of the next page take another way: where an answer names the gateway's UDP
    /// port, the page reads the port of a network in between.
    ///
    /// @return this browser
    public Chromium through(int gatewayPort, int networkPort) {
        detour = new Detour(gatewayPort, networkPort);
        return this;
    }

    /// @param gatewayPort as the answers name it
    /// @param networkPort as the page reads it
    private record Detour(int gatewayPort, int networkPort) {
        void take(Route route) {
            APIResponse answer = route.fetch();
            String body =
                    answer.text().replace(" " + gatewayPort + " typ ", " " + networkPort + " typ ");
            route.fulfill(new Route.FulfillOptions().setResponse(answer).setBody(body));
        }
    }

    private Page newPage(Screen screen) {
        BrowserContext context = browser.newContext(screen.options());
        Detour way = detour;
        if (way != null) {
            context.route(Pattern.compile("/(whip|whep)/"), way::take);
            detour = null;
        }
        return context.newPage();
    }

    private static String path(String broadcast) {
        return Stream.of(broadcast.split("/", -1))
                .map(
                        segment ->
                                URLEncoder.encode(segment, StandardCharsets.UTF_8)
                                        .replace("+", "%20"))
                .collect(Collectors.joining("/"));
    }

    /// Ends the browser as a power cut would: no page can say goodbye to a server.
    public void kill() {
        process.kill();
    }

    /// Whether the browser runs.
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        try {
            if (process.isAlive()) browser.contexts().forEach(BrowserContext::close);
            playwright.close();
        } catch (PlaywrightException e) {
            // A browser that was killed cannot be closed any more.
        } finally {
            process.close();
        }
    }
}
