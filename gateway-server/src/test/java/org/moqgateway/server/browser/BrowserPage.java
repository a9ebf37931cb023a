package org.moqgateway.server.browser;

import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Route;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A page in a [Chromium]: evaluates, waits with a deadline, collects what goes wrong, takes
/// pictures.
public class BrowserPage implements AutoCloseable {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final double POLL_MILLIS = 50;
    private static final Duration LOAD = Duration.ofSeconds(15);

    private final Page page;
    private final List<String> errors = new ArrayList<>();
    private final List<String> failedLoads = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();

    BrowserPage(Page page) {
        this.page = page;
        page.setDefaultTimeout(millis(LOAD));
        page.onPageError(errors::add);
        page.onConsoleMessage(this::record);
        page.onRequest(request -> requests.add(request.method() + " " + request.url()));
    }

    private void record(ConsoleMessage message) {
        if (!message.type().equals("error")) return;
        // The browser itself reports every answer of 400 and above, also those that a page handles.
        boolean load = message.text().startsWith("Failed to load resource");
        (load ? failedLoads : errors).add(message.text() + " " + message.location());
    }

    /// Loads a URL in this page.
    public final void goTo(String url) {
        page.navigate(url);
    }

    /// Opens an empty page of an endpoint's origin and runs a script there that is told the
    /// endpoint.
    final void dial(String script, String endpoint) {
        page.route(
                endpoint,
                route -> {
                    if (route.request().method().equals("GET")) {
                        route.fulfill(
                                new Route.FulfillOptions().setContentType("text/html").setBody(""));
                    } else {
                        route.resume();
                    }
                });
        page.navigate(endpoint);
        page.evaluate(script, endpoint);
    }

    /// The value of a JavaScript expression or function, as Playwright maps it: numbers, strings,
    /// lists, maps.
    public final @Nullable Object evaluate(String expression) {
        return page.evaluate(expression);
    }

    /// Waits until a JavaScript expression is true.
    ///
    /// @throws AssertionError it was not within the deadline; tells the page's state and errors
    public final void await(String condition, Duration deadline) {
        // Playwright's own wait evaluates inside the page, which a content security policy forbids.
        String truth = "Boolean(" + condition + ")";
        long end = System.nanoTime() + deadline.toNanos();
        while (!Boolean.TRUE.equals(evaluate(truth))) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "not within %s: %s; %s".formatted(deadline, condition, describe()));
            }
            page.waitForTimeout(POLL_MILLIS);
        }
    }

    /// Waits until the page says that it is in a state, see the pages' `data-state`.
    public final void awaitState(String state, Duration deadline) {
        await("document.body.dataset.state === '" + state + "'", deadline);
    }

    /// The page's `data-state` at this moment.
    public final String state() {
        return String.valueOf(evaluate("document.body.dataset.state"));
    }

    /// The latest sample of the page's statistics; empty before the first one.
    public final PageStats stats() {
        return new PageStats(
                evaluate("JSON.parse(document.body.dataset.stats ?? '{}')") instanceof Map<?, ?> map
                        ? map
                        : Map.of());
    }

    /// Waits for a sample that is newer than the one of now, and returns it.
    public final PageStats nextStats() {
        double now = stats().number("at");
        String latest = "JSON.parse(document.body.dataset.stats ?? '{}').at";
        await(latest + " > " + (Double.isNaN(now) ? -1 : now), Duration.ofSeconds(5));
        return stats();
    }

    /// Lets the page run for a while, with its events handled.
    public final void pause(Duration duration) {
        page.waitForTimeout(millis(duration));
    }

    /// Clicks the element that a CSS selector finds.
    public final void click(String selector) {
        page.click(selector);
    }

    /// Writes into the input that a CSS selector finds.
    public final void fill(String selector, String text) {
        page.fill(selector, text);
    }

    /// The visible text of the element that a CSS selector finds.
    public final String text(String selector) {
        return page.innerText(selector);
    }

    /// Whether the element that a CSS selector finds can be seen.
    public final boolean isVisible(String selector) {
        return page.isVisible(selector);
    }

    /// Uncaught exceptions and errors on the console, without loads that failed.
    public final List<String> errors() {
        return List.copyOf(errors);
    }

    /// Answers of 400 and above, as the browser reports them.
    public final List<String> failedLoads() {
        return List.copyOf(failedLoads);
    }

    /// Method and URL of every request so far.
    public final List<String> requests() {
        return List.copyOf(requests);
    }

    /// Writes `target/screenshots/<name>.png` and returns its path.
    public final Path screenshot(String name) {
        Path path = SCREENSHOTS.resolve(name + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(path));
        return path;
    }

    private static double millis(Duration duration) {
        return (double) duration.toMillis();
    }

    private String describe() {
        try {
            return "state %s, errors %s, failed loads %s, %s"
                    .formatted(state(), errors, failedLoads, stats());
        } catch (PlaywrightException e) {
            return "the page is gone: " + e.getMessage();
        }
    }

    /// Leaves the page as a user does: it still hears of it and can end its session.
    @Override
    public void close() {
        page.navigate("about:blank");
        page.context().close();
    }
}
