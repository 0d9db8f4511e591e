// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import doorstep.api.ApiSettings;
import doorstep.avro.Progress;
import doorstep.avro.WorkItem;
import doorstep.config.AppConfig;
import doorstep.feed.AppendedProgress;
import doorstep.feed.PipelineState;
import doorstep.rows.ItemChange;
import doorstep.rows.RowChange;
import doorstep.tally.Cell;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import doorstep.wire.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page's worklist, in a real browser. */
class PageWorklistIT {
    private static final AppConfig CONFIG = AppConfig.of(Map.of("zone", "UTC", "windows", "YEAR, EVER"));
    private static final Instant AS_OF = Instant.parse("2024-05-31T12:00:00Z");
    private static final int LEVELS = 5; // code of the family
    private static final int OPENED = 0;
    private static final int OVERDUE_BEGAN = 16;
    private static final String CALL_BACK = "callback:VISIT:v7:OVERALL";

    @TempDir
    private static Path dir;

    private static StoredDashboard server;
    private static Browser browser;

    @BeforeAll
    static void start() {
        assumeTrue(Browser.isInstalled(), Browser.MISSING);
        Progress windows = Progress.newBuilder()
                .setPart(Topics.WINDOWS_PART)
                .setPartition(0)
                .setAsOf(AS_OF)
                .setEndingsBeyond(1_234L)
                .build();
        PipelineState state = new PipelineState(
                CONFIG.published(), false, List.of(new AppendedProgress(windows, AS_OF)), Optional.empty());
        server = new StoredDashboard(dir, CONFIG, state, ApiSettings.loopback(0));
        List<RowChange> levels = new ArrayList<>();
        for (String unit : List.of("*", "city", "city/north", "city/south")) {
            levels.add(level(unit, WindowKind.YEAR, "2023-01-01"));
            levels.add(level(unit, WindowKind.YEAR, "2024-01-01"));
            levels.add(level(unit, WindowKind.EVER, "1970-01-01"));
        }
        server.put(levels);
        owe(item("r1", "REQUEST", "city/north").setDueAt(Instant.parse("2024-05-30T08:00:00Z")));
        owe(item("r2", "REQUEST", "city/south").setDueAt(Instant.parse("2024-06-01T08:00:00Z")));
        owe(item("r3\u202E", "REQUEST", "city/north").setReturned(2));
        owe(item("d1", "DUTY", "city/north").setOpenedAt(Instant.parse("2024-05-31T13:00:00Z")));
        owe(item(CALL_BACK, "CALLBACK", "city/north")
                .setCategory(null)
                .setDueAt(Instant.parse("2024-05-28T08:00:00Z"))
                .setSubjectType("VISIT")
                .setSubjectId("v7")
                .setQuestion("OVERALL")
                .setScale("GRADE_5")
                .setScore(1));
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
    }

    @BeforeEach
    void begin() {
        browser.width(1280);
        browser.paper(false);
        speak("en");
        browser.errors();
    }

    private static void speak(String language) {
        browser.open(server.url() + "/api");
        browser.run("localStorage.setItem('doorstep.language', arguments[0])", language);
    }

    private static RowChange level(String unit, WindowKind kind, String start) {
        Cell cell = new Cell(LEVELS, unit, Slice.TOTAL, "REQUEST");
        Tally tally = Tally.of(OPENED, 3).plus(Tally.of(OVERDUE_BEGAN, 1));
        return new RowChange(
                cell, kind, kind.isCalendar() ? LocalDate.parse(start).toEpochDay() : 0, tally);
    }

    private static WorkItem.Builder item(String id, String kind, String unit) {
        return WorkItem.newBuilder()
                .setId(id)
                .setKind(kind)
                .setCategory("NOISE")
                .setUnit(unit)
                .setSource("HOTLINE")
                .setOpenedAt(Instant.parse("2024-05-20T08:00:00Z"))
                .setReturned(0)
                .setReopened(0);
    }

    private static void owe(WorkItem.Builder item) {
        server.owe(new ItemChange(item.getId(), Optional.of(item.build())), item.getUnit());
    }

    private static void open(String parameters) {
        browser.open("about:blank");
        browser.open(server.url() + "/#/worklist" + parameters);
        browser.awaitView("worklist");
    }

    /** Those that the card of what is open lists. */
    @SuppressWarnings("unchecked")
    private static List<String> ids() {
        return (List<String>) browser.run(
                "return [...document.querySelectorAll('[data-card=worklist] tbody tr')].map(it => it.dataset.id)");
    }

    @Test
    void shouldLeadFromAFigureOfNowToItsRows() {
        browser.open(server.url() + "/#/overview?unit=city");
        browser.await("levels", () -> browser.has("[data-card=levels] [data-facet=REQUEST] .late a.level"));

        browser.go((String) browser.run(
                "return document.querySelector('[data-card=levels] [data-facet=REQUEST] .late a.level').hash"));
        browser.awaitView("worklist");

        assertThat(browser.url()).contains("unit=city", "kind=REQUEST", "overdue=true");
        assertThat(ids()).containsExactly("r1");
        assertThat(browser.textOf("[data-totals] [data-figure=open]")).contains("1");
    }

    @Test
    void shouldNotLeadThereFromAFigureOfThePast() {
        browser.open(server.url() + "/#/unit?unit=city&window=YEAR&start=2023-01-01");
        browser.await("levels", () -> browser.has("[data-card=service-levels] [data-facet=REQUEST]"));
        assertThat(browser.has("[data-card=service-levels] a.level")).isFalse();

        browser.go("#/unit?unit=city&window=YEAR");
        browser.await("levels of now", () -> browser.has("[data-card=service-levels] a.level"));
    }

    @Test
    void shouldSayInBothLanguagesWhatIsOwed() {
        Map.of(
                        "en",
                        List.of("Very dissatisfied", "Overall satisfaction", "v7", "Overdue for 3 days", "11 days ago"),
                        "zh",
                        List.of("非常不满意", "总体满意度", "v7", "已逾期 3 天", "11 天前"))
                .forEach((language, words) -> {
                    speak(language);
                    open("?unit=city");
                    assertThat(browser.textOf("[data-id='" + CALL_BACK + "']")).contains(words);
                    assertThat(browser.has("[data-id='" + CALL_BACK + "'] .due-over"))
                            .isTrue();
                });
    }

    @Test
    void shouldListWhatOpensAfterAsOfApart() {
        open("?unit=city");

        assertThat(ids()).containsExactly(CALL_BACK, "r1", "r2", "r3\u202E");
        assertThat(browser.has("[data-card=later] [data-id=d1]")).isTrue();
        assertThat(browser.textOf("[data-card=worklist]")).contains("⟨U+202E⟩").doesNotContain("\u202E");
        assertThat(browser.barriers()).isEmpty();
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void shouldSayInBothLanguagesThatEndingsLieAfterAsOf() {
        Map.of("en", "Endings after the moment that the figures speak of: 1,234.", "zh", "数据截止时间之后的办结：1,234。")
                .forEach((language, words) -> {
                    speak(language);
                    open("?unit=city");
                    assertThat(browser.textOf("[data-note=endings-beyond]")).contains(words);
                });
    }

    @Test
    void shouldKeepItsFiltersInTheAddress() {
        open("?unit=city");
        choose(0, "REQUEST");
        browser.await("requests", () -> ids().equals(List.of("r1", "r2", "r3\u202E")));
        choose(2, "1");
        browser.await("requests until tomorrow", () -> ids().equals(List.of("r2")));
        assertThat(browser.url()).contains("unit=city", "kind=REQUEST", "due-within=1");

        open("?unit=city&kind=REQUEST&sort=age&category=NOISE");
        assertThat(ids()).containsExactly("r1", "r2", "r3\u202E");
        open("?unit=city&category=TRAFFIC");
        assertThat(browser.textOf("[data-card=worklist]")).contains("Nothing is owed here.");
    }

    /** @param filter number of the list */
    private static void choose(int filter, String value) {
        browser.run(
                "const list = document.querySelectorAll('.view-controls select')[arguments[0]];"
                        + "list.value = arguments[1]; list.dispatchEvent(new Event('change', { bubbles: true }))",
                filter,
                value);
    }

    @Test
    void shouldDropARowAsSoonAsItIsDone() {
        owe(item("done", "REQUEST", "city/south"));
        open("?unit=city");
        assertThat(ids()).contains("done");

        server.owe(new ItemChange("done", Optional.empty()), "city/south");

        browser.await("the row is gone", () -> !ids().contains("done"));
    }

    @Test
    void shouldPrintTheRoundAndNothingElse() {
        open("?unit=city");
        browser.paper(true);

        for (String hidden : List.of(".top", ".view-controls", ".downloads")) {
            assertThat(style(hidden, null, "display")).as(hidden).isEqualTo("none");
        }
        assertThat(style("[data-card=worklist] tbody th", "::before", "content"))
                .contains("☐");
        assertThat(style("body", null, "backgroundColor")).isEqualTo("rgb(255, 255, 255)");
    }

    private static String style(String selector, String part, String property) {
        return (String) browser.run(
                "return getComputedStyle(document.querySelector(arguments[0]), arguments[1])[arguments[2]]",
                selector,
                part,
                property);
    }
}
