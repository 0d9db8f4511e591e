// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import doorstep.access.TokenStore;
import doorstep.api.ApiSettings;
import doorstep.avro.Setting;
import doorstep.family.Family;
import doorstep.family.RowHead;
import doorstep.figures.FigureSettings;
import doorstep.question.Access;
import doorstep.scenario.TestDashboard;
import doorstep.settings.PublishedSettings;
import doorstep.tally.Cell;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import doorstep.wire.AvroWriter;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.awt.image.BufferedImage;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** The page with the sample's figures, in a real browser. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PageIT {
    private static final List<String> VIEWS = List.of(
            "overview", "units", "unit", "commitments", "worklist", "moods", "desks", "officers", "year", "data");
    private static final String CITY = "Sample City";
    private static final String STATION = "Sample City/Foundry/Coal Wharf";
    private static final String PHONE = " at 360 px";
    private static final String REBUILDING = "[data-state=rebuilding]";
    /** Tests without an order come in the middle. */
    private static final int LAST = Integer.MAX_VALUE - 1;

    @TempDir
    private static Path dir;

    private static SampleCluster sample;
    private static TestDashboard server;
    private static Browser browser;

    @BeforeAll
    static void start() {
        assumeTrue(Browser.isInstalled(), Browser.MISSING);
        sample = SampleCluster.counted(dir);
        server = sample.dashboard("page", ApiSettings.loopback(0));
        browser = new Browser();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
        if (sample != null) {
            sample.close();
        }
    }

    @BeforeEach
    void begin() {
        browser.width(1280);
        browser.prefer("light");
        browser.open("about:blank");
        browser.errors();
    }

    /** @param view with its parameters, such as units?unit=city */
    private static void openView(String view) {
        browser.open("about:blank");
        browser.open(server.url() + "/#/" + view);
        browser.awaitView(view.replaceFirst("\\?.*", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void shouldShowEveryViewToEveryone(String language) {
        browser.open(server.url() + "/api");
        browser.run("localStorage.setItem('doorstep.language', arguments[0])", language);
        for (String view : VIEWS) {
            openView(view);
            assertThat(browser.has("[data-state=failed]")).as(view).isFalse();
            assertThat(browser.run("return document.documentElement.lang"))
                    .isEqualTo(language.equals("zh") ? "zh-CN" : "en");
            assertThat(browser.barriers()).as(view).isEmpty();
            browser.prefer("dark");
            assertThat(browser.barriersOfColour()).as(view + " in the dark").isEmpty();
            browser.prefer("light");
            browser.width(360);
            browser.awaitView(view);
            assertThat((Long) browser.run("return document.documentElement.scrollWidth"))
                    .as(view + PHONE)
                    .isLessThanOrEqualTo(360L);
            browser.width(1280);
            assertThat(browser.errors()).as(view).isEmpty();
        }
    }

    @Test
    void shouldShowWhatTheApiAnswers() {
        openView("overview");
        JsonNode row =
                server.json("/api/v1/visit-counts?unit=Sample+City&window=YEAR").at("/rows/0");
        JsonNode score = server.json(
                        "/api/v1/satisfaction-scores?unit=Sample+City&window=QUARTER&facet=OVERALL:GRADE_5")
                .at("/rows/0");

        assertThat(browser.text())
                .contains(String.format("%,d", row.path("visits").longValue()))
                .contains(score.path("answers").longValue() + " answers")
                .contains(String.format(
                        "%.1f%%", 100 * score.path("satisfiedShare").doubleValue()))
                .contains("Last year: nothing was counted that long ago");
    }

    /** Each district's visits on the page, in the API, and in the topic. */
    @Test
    void shouldShowWhatTheTopicsHold() throws Exception {
        openView("units?unit=Sample+City&window=YEAR");
        Map<String, String> shown = new TreeMap<>();
        ((Map<?, ?>) browser.run("return Object.fromEntries([...document.querySelectorAll('tr[data-unit]')]"
                        + ".map(it => [it.dataset.unit, it.querySelectorAll('data')[2].value]))"))
                .forEach((unit, visits) -> shown.put(unit.toString(), visits.toString()));
        Map<String, String> answered = new TreeMap<>();
        server.json("/api/v1/visit-counts?unit=Sample+City&reach=below&window=YEAR")
                .path("rows")
                .forEach(row -> answered.put(
                        row.path("unit").textValue(), row.path("visits").asText()));
        Map<String, String> held = new TreeMap<>();
        Doorstep rows = Doorstep.run(
                "rows", "visit-counts", "--data", dir.toString(), "--json", "--window", "YEAR", "--breakdown", "none");
        for (String line : rows.out().lines().toList()) {
            JsonNode row = new ObjectMapper().readTree(line);
            held.put(row.path("unit").textValue(), row.path("visits").asText());
        }
        held.keySet().removeIf(unit -> unit.split("/").length != 2);

        assertThat(shown).hasSizeGreaterThan(5).isEqualTo(answered).isEqualTo(held);
    }

    /** Who differs is drawn outside of the lines and said in words; small units are never named. */
    @Test
    void shouldNameWhoLiesOutsideTheFunnel() throws Exception {
        JsonNode funnel = server.json("/api/v1/satisfaction-scores/funnel?unit=Sample+City&window=YEAR");
        openView("units?unit=Sample+City&window=YEAR");
        List<String> outside = new ArrayList<>();
        for (JsonNode row : funnel.path("rows")) {
            String unit = row.path("unit").textValue();
            double share = row.path("satisfiedShare").doubleValue();
            boolean isOutside = share < row.path("low").doubleValue()
                    || share > row.path("high").doubleValue();
            assertThat(browser.run(
                            "return document.querySelector(`circle[data-unit='${arguments[0]}']`).dataset.difference",
                            unit))
                    .isEqualTo(row.path("difference").textValue());
            assertThat(row.path("difference").textValue().equals("NONE"))
                    .as(row.toString())
                    .isEqualTo(!isOutside);
            if (isOutside) {
                outside.add(unit);
            }
        }
        assertThat((List<?>) browser.run("return [...document.querySelectorAll(\"dd:not([data-difference='NONE'])"
                        + " [data-unit]\")].map(it => it.dataset.unit)"))
                .as("named as different")
                .isNotEmpty()
                .map(String::valueOf)
                .containsExactlyInAnyOrderElementsOf(outside);
    }

    @Test
    void shouldReachEverythingByKeyboard() {
        openView("overview");
        browser.run("document.body.focus()");
        Set<Object> reached = new HashSet<>();
        long controls = (Long) browser.run("let n = 0; document.querySelectorAll('a[href],button,select,input,summary')"
                + ".forEach(it => { if (it.checkVisibility()) it.dataset.reach = ++n; }); return n;");
        for (int i = 0; i < controls + 10; i++) {
            browser.press(Keys.TAB);
            reached.add(browser.run("return document.activeElement.dataset.reach"));
        }

        assertThat(LongStream.rangeClosed(1, controls).mapToObj(String::valueOf).toList())
                .as("of %d links, buttons and fields", controls)
                .isSubsetOf(reached.stream().map(String::valueOf).toList());
    }

    @Test
    void shouldRestoreAViewFromItsAddress() {
        openView("units?unit=Sample+City&window=YEAR");
        String text = browser.textOf("main");
        String address = browser.url();

        browser.open("about:blank");
        browser.open(address);
        browser.awaitView("units");

        assertThat(browser.textOf("main")).isEqualTo(text);
    }

    /** Nobody scrolls there. */
    @Test
    void shouldFitOnAWall() {
        browser.size(1920, 1080);
        browser.open(server.url() + "/?wall=1&seconds=60&views=overview");
        browser.awaitView("overview");

        browser.await(
                "a whole overview on the screen",
                () -> (Long) browser.run("return document.documentElement.scrollHeight") <= 1080);
    }

    /** The pictures of the README: {@code -Ddoorstep.pictures=docs/pictures} with its absolute path makes them again. */
    @Test
    void shouldDrawThePicturesOfTheReadme() throws Exception {
        Path pictures = Path.of(
                System.getProperty("doorstep.pictures", dir.resolve("pictures").toString()));
        browser.size(1280, 900);
        for (String scheme : List.of("light", "dark")) {
            browser.prefer(scheme);
            openView("overview");
            browser.picture(pictures.resolve("overview-" + scheme + ".png"));
            openView("units?unit=Sample+City&window=YEAR");
            browser.picture(pictures.resolve("funnel-" + scheme + ".png"));
        }

        try (Stream<Path> files = Files.list(pictures)) {
            assertThat(files).hasSize(4).allSatisfy(it -> {
                BufferedImage picture = ImageIO.read(it.toFile());
                assertThat(picture.getWidth()).isEqualTo(1280);
                assertThat(IntStream.range(0, 900)
                                .map(y -> picture.getRGB(640, y))
                                .distinct())
                        .as("colours from top to bottom")
                        .hasSizeGreaterThan(3);
            });
        }
    }

    @Test
    void shouldBeUsableWithinASecond() {
        assertThat(browser.fastest(server.url() + "/#/overview", "overview", 1_000))
                .as("ms from the click to all figures")
                .isLessThan(1_000);
    }

    @Test
    void shouldShowATokenItsOwnUnitOnly() throws Exception {
        Path tokens = dir.resolve("tokens");
        String token = new TokenStore(tokens).create(Access.of(STATION), "station", Instant.now());
        try (TestDashboard guarded =
                sample.dashboard("guarded", ApiSettings.loopback(0).withTokens(tokens))) {
            browser.open(guarded.url() + "/#/overview");
            browser.await("the question for a token", () -> browser.has("[data-state=token]"));
            assertThat(browser.errors()).as("asked in vain").isEmpty();
            browser.type("#token", "no token at all");
            browser.await("a refusal", () -> browser.has("#token-problem"));
            browser.type("#token", token);
            Set<String> seen = new HashSet<>();
            for (String view : VIEWS) {
                browser.go("#/" + view);
                browser.awaitView(view);
                String page = (String) browser.run("return document.documentElement.outerHTML");
                List<String> units = unitsNamed();
                assertThat(units)
                        .as(view)
                        .allMatch(unit -> (unit + "/").startsWith(STATION + "/") || STATION.startsWith(unit + "/"));
                seen.addAll(units);
                assertThat(page).doesNotContain(token);
                assertThat(browser.url()).doesNotContain(token);
            }
            assertThat(seen).contains(STATION);
            browser.go("#/unit?unit=Sample+City/Northgate");
            browser.await("that it is not theirs", () -> browser.has("[data-state=not-yours]"));
        }
    }

    /** Units that figures are of, and those that links lead to. (An area may have the name of a unit.) */
    private static List<String> unitsNamed() {
        List<?> units = (List<?>) browser.run("""
                const links = [...document.querySelectorAll('a[href*="unit="]')];
                return [...document.querySelectorAll('[data-unit]')].map(it => it.dataset.unit)
                    .concat(links.map(it => new URLSearchParams(it.getAttribute('href').split('?')[1]).get('unit')));
                """);
        return units.stream()
                .map(String::valueOf)
                .filter(unit -> !unit.equals("*"))
                .toList();
    }

    /** From here on, rows are planted. */
    @Test
    @Order(LAST)
    void shouldShowARowSoonAfterItsCommit() {
        openView("overview");
        List<Long> took = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            long visits = 987_001 + i;
            plantVisits(CITY, visits);
            long committed = System.nanoTime();
            String shown = String.format("%,d", visits);
            browser.await(shown, () -> browser.text().contains(shown));
            took.add(Duration.ofNanos(System.nanoTime() - committed).toMillis());
        }

        assertThat(took.stream().mapToLong(it -> it).min().orElseThrow())
                .as("ms from the commit to the page, in three tries: %s", took)
                .isLessThan(2_000);
    }

    /** With the mark that {@code doorstep rebuild} sets before it counts, and deletes at its end. */
    @Test
    @Order(LAST)
    void shouldSayThatARebuildIsUnderWayAndWhenItEnds() {
        String mark = PublishedSettings.REBUILD_MARK;
        openView("overview");
        assertThat(browser.has(REBUILDING)).isFalse();

        plant(Topics.SETTINGS, mark, Optional.of(new Setting(mark, "doorstep.visit-counts:0=1")));
        browser.await("that a rebuild is under way", () -> browser.has(REBUILDING));
        assertThat(browser.has("[data-view=overview] data"))
                .as("figures of before")
                .isTrue();

        plant(Topics.SETTINGS, mark, Optional.empty());
        browser.await("that it has ended", () -> !browser.has(REBUILDING));
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    @Order(LAST + 1)
    void shouldShowHostileNamesAsText() {
        List<String> names = List.of(
                "<script>pwned=1<script>", "\"><img src=x onerror=pwned=2>", "javascript:pwned=3", "gnp.\u202Eevil");
        for (String name : names) {
            plantVisits(CITY + "/" + name, 40_000);
        }
        browser.open(server.url() + "/#/units?unit=Sample+City&window=YEAR");
        browser.await("the last of them", () -> browser.text().contains("evil"));
        for (String name : names) {
            String last = name.replaceFirst(".*/", "").replace("\u202E", "⟨U+202E⟩");
            assertThat(browser.text()).contains(last);
        }
        for (String view : VIEWS) {
            for (String name : names) {
                browser.go("#/" + view + "?window=YEAR&unit="
                        + URLEncoder.encode(CITY + "/" + name, StandardCharsets.UTF_8));
                browser.awaitView(view);
                assertThat(browser.run("return typeof pwned"))
                        .as(view + " of " + name)
                        .isEqualTo("undefined");
                assertThat(browser.text()).doesNotContain("\u202E");
            }
        }
        assertThat((Long) browser.run("return document.querySelectorAll('main script, main img').length"))
                .isZero();
        assertThat(browser.errors())
                .as("but for the unit whose name the API refuses")
                .allMatch(error -> error.contains("E2%80%AEevil") && error.contains("404"));
    }

    /** A row of the current year as the pipeline would send it. */
    private static void plantVisits(String unit, long visits) {
        FigureSettings settings = sample.settings();
        Family family = settings.families().of(Topics.VISIT_COUNTS);
        RowHead head = RowHead.of(
                new Cell(family.code(), unit, Slice.TOTAL, ""),
                WindowKind.YEAR,
                LocalDate.parse("2011-01-01").toEpochDay());
        plant(Topics.VISIT_COUNTS, head.key(), Optional.of(family.row(head, Tally.of(0, visits))));
    }

    /** @param row empty for a tombstone */
    private static void plant(Topic topic, String key, Optional<SpecificRecord> row) {
        AvroWriter<SpecificRecord> writer = new AvroWriter<>(topic, TopicNames.DEFAULT, sample.schemas());
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                sample.config().producerSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                    TopicNames.DEFAULT.of(topic),
                    key.getBytes(StandardCharsets.UTF_8),
                    row.map(writer::toBytes).orElse(null)));
        }
    }
}
