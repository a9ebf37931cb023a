package org.moqgateway.server.browser;

import com.microsoft.playwright.Page;
import java.time.Duration;

/// The publishing page. States: `idle`, `preview`, `connecting`, `live`, `reconnecting`.
public final class PublishPage extends BrowserPage {
    private static final Duration CAPTURE = Duration.ofSeconds(15);

    PublishPage(Page page) {
        super(page);
    }

    /// Waits for the camera, then presses "Go live".
    public void start() {
        awaitState("preview", CAPTURE);
        click("#start");
    }

    /// Presses "Stop", which ends the session at the gateway.
    public void stop() {
        click("#stop");
    }

    /// Waits until media can flow to the gateway.
    public void awaitLive(Duration deadline) {
        awaitState("live", deadline);
    }

    /// What is sent now, in bits per second, audio and video together.
    public double bitrateBps() {
        return nextStats().number("bitrateBps");
    }
}
