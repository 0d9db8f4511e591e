// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Test fixture: Debian's Chromium without a window, and what a person in front of it can find out. */
final class Browser implements AutoCloseable {
    static final String MISSING = "chromium and chromedriver are not installed; nobody looks at the page";

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    /** Seconds: the thirty of axe are too few beside other builds. */
    private static final int PATIENCE_WITH_AXE = 120;

    private static final int TRIES = 20;
    private static final Set<String> GRAVE = Set.of("serious", "critical");

    private final ChromeDriver driver;

    Browser() {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, java.util.logging.Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        // The container that tests may run in is the sandbox, and its /dev/shm is small.
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu");
        options.addArguments("--lang=en-GB", "--window-size=1280,1000", "--disable-background-networking");
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(new File(DRIVER.toString()))
                        .build(),
                options);
    }

    static boolean isInstalled() {
        return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
    }

    void open(String url) {
        driver.get(url);
    }

    /** Opens another view of the page that is open, as a link would. */
    void go(String hash) {
        run("location.hash = arguments[0]", hash);
    }

    String url() {
        return driver.getCurrentUrl();
    }

    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** What a reader sees of the page. */
    String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    boolean has(String selector) {
        return !driver.findElements(By.cssSelector(selector)).isEmpty();
    }

    String textOf(String selector) {
        return driver.findElement(By.cssSelector(selector)).getText();
    }

    void type(String selector, String text) {
        driver.findElement(By.cssSelector(selector)).sendKeys(text, Keys.ENTER);
    }

    void press(CharSequence key) {
        new Actions(driver).sendKeys(key).perform();
    }

    void await(String what, BooleanSupplier condition) {
        await(what, PATIENCE, condition);
    }

    void await(String what, Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!isTrue(condition)) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("waited in vain for: " + what + "; the page at " + url() + " says\n" + text()
                        + "\nand the console " + errors());
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    /** What is drawn anew at that moment cannot be asked. */
    private static boolean isTrue(BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (StaleElementReferenceException | NoSuchElementException e) {
            return false;
        }
    }

    /** Waits until a view is there with all of its figures. */
    void awaitView(String name) {
        await(
                "the view " + name,
                () -> has("main[data-view='" + name + "']") && has("main h1") && !has("[data-state=loading]"));
    }

    /**
     * Milliseconds from opening a page to all figures of its view, in the fastest of several tries: other programs can
     * only make it slower.
     *
     * @param enough of what one try is enough
     */
    long fastest(String url, String view, long enough) {
        long fastest = Long.MAX_VALUE;
        for (int tries = 0; tries < TRIES && fastest >= enough; tries++) {
            open("about:blank");
            open(url);
            awaitView(view);
            fastest = Math.min(fastest, ((Number) run("return Math.round(performance.now())")).longValue());
        }
        return fastest;
    }

    /** As a device of this width would show it, in pixels. */
    void width(int pixels) {
        size(pixels, 800);
    }

    void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    }

    /** @param scheme light or dark */
    void prefer(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", scheme),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    /** As paper would show it. */
    void paper(boolean on) {
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", on ? "print" : ""));
    }

    /**
     * From the next page on, time passes so many times as fast, and {@code window.updates} counts the messages about
     * changes that the page reads.
     */
    void hurry(int times) {
        driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", """
                (times => {
                    for (const name of ['setTimeout', 'setInterval']) {
                        const original = window[name];
                        window[name] = (task, ms, ...more) => original(task, ms / times, ...more);
                    }
                    const now = performance.now.bind(performance);
                    performance.now = () => now() * times;
                    const parse = JSON.parse;
                    window.updates = 0;
                    JSON.parse = text => {
                        window.updates++;
                        return parse(text);
                    };
                })(%d);
                """.formatted(times)));
    }

    /** Errors and warnings of scripts, and of what could not be loaded, since the last call. */
    List<String> errors() {
        List<String> errors = new ArrayList<>();
        for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
            if (entry.getLevel().intValue() >= java.util.logging.Level.WARNING.intValue()) {
                errors.add(entry.getMessage());
            }
        }
        return errors;
    }

    /** What keeps people with disabilities out, by axe-core. */
    List<String> barriers() {
        return barriers(axe());
    }

    /** Those of colours: the only ones that a scheme makes a difference to. */
    List<String> barriersOfColour() {
        return barriers(axe().withOnlyRules(List.of("color-contrast", "link-in-text-block")));
    }

    /** Without frames, axe need not collect all that it looked at in another window; only violations are asked for. */
    private static AxeBuilder axe() {
        AxeRunOptions violations = new AxeRunOptions();
        violations.setResultTypes(List.of("violations"));
        return new AxeBuilder()
                .setLegacyMode(true)
                .setTimeout(PATIENCE_WITH_AXE)
                .withOptions(violations);
    }

    private List<String> barriers(AxeBuilder axe) {
        List<String> barriers = new ArrayList<>();
        for (Rule rule : axe.analyze(driver).getViolations()) {
            if (GRAVE.contains(rule.getImpact())) {
                rule.getNodes()
                        .forEach(node -> barriers.add(rule.getId() + " (" + rule.getHelp() + "): " + node.getHtml()));
            }
        }
        return barriers;
    }

    /** Writes what is seen to a file, as PNG. */
    void picture(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    /** Bytes of JavaScript objects that are still needed. */
    long heap() {
        driver.executeCdpCommand("HeapProfiler.enable", Map.of());
        driver.executeCdpCommand("HeapProfiler.collectGarbage", Map.of());
        return ((Number) driver.executeCdpCommand("Runtime.getHeapUsage", Map.of())
                        .get("usedSize"))
                .longValue();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
