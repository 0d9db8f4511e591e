// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import doorstep.api.ApiSettings;
import doorstep.avro.Progress;
import doorstep.config.AppConfig;
import doorstep.feed.AppendedProgress;
import doorstep.feed.PipelineState;
import doorstep.rows.RowChange;
import doorstep.tally.Cell;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import doorstep.wire.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where settings leave figures out, the page says so in the reader's language. */
class PageGapsIT {
    private static final AppConfig CONFIG =
            AppConfig.of(Map.of("zone", "UTC", "windows", "MONTH, EVER", "breakdown.windows", "MONTH"));
    private static final Instant AS_OF = Instant.parse("2024-05-31T12:00:00Z");
    private static final int VISITS = 1; // code of the family

    @TempDir
    private Path dir;

    @Test
    void shouldSayInBothLanguagesWhyDatesAreNotCounted() {
        assumeTrue(Browser.isInstalled(), Browser.MISSING);
        Progress windows = Progress.newBuilder()
                .setPart(Topics.WINDOWS_PART)
                .setPartition(0)
                .setAsOf(AS_OF)
                .build();
        PipelineState state = new PipelineState(
                CONFIG.published(), false, List.of(new AppendedProgress(windows, AS_OF)), Optional.empty());
        try (StoredDashboard server = new StoredDashboard(dir, CONFIG, state, ApiSettings.loopback(0));
                Browser browser = new Browser()) {
            server.put(List.of(visits("*"), visits("city"), visits("city/north")));
            Map<String, List<String>> expected = Map.of(
                    "en", List.of("No rows add up to May 3", "20, 2024", "in the setting windows: Day."),
                    "zh", List.of("没有可合计为 2024/5/3", "2024/5/20", "设置 windows 中若有以下任一时间段即可"));
            expected.forEach((language, words) -> {
                browser.open(server.url() + "/api");
                browser.run("localStorage.setItem('doorstep.language', arguments[0])", language);
                browser.open(server.url() + "/#/desks?unit=city&from=2024-05-03&to=2024-05-20");
                browser.await("why", () -> browser.has("[data-state=not-covered] a"));
                assertThat(browser.textOf("[data-state=not-covered]")).contains(words);

                browser.go((String) browser.run("return document.querySelector('[data-state=not-covered] a').hash"));
                browser.await("dates that are counted", () -> !browser.has("[data-state=not-covered]"));
                assertThat(browser.url()).contains("from=2024-05-01", "to=2024-05-31");
            });
        }
    }

    private static RowChange visits(String unit) {
        Cell cell = new Cell(VISITS, unit, Slice.TOTAL, "");
        return new RowChange(
                cell, WindowKind.MONTH, LocalDate.parse("2024-05-01").toEpochDay(), Tally.of(0, 7));
    }
}
