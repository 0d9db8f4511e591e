// SPDX-License-Identifier: Apache-2.0
package doorstep.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.feed.FeedState;
import doorstep.tally.WindowKind;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures for Prometheus. */
class DashboardMetricsTest {
    @TempDir
    private Path dir;

    private FigureServer server;
    private String north;

    @BeforeEach
    void start() {
        server = new FigureServer(dir);
        north = server.north;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldHaveSeriesOfUnitsDownToTheDepth() {
        try (DashboardMetrics metrics = metrics(MetricsScope.DEFAULT)) {
            assertThat(metrics.text())
                    .contains(
                            "doorstep_visits{unit=\"*\",window=\"MONTH\"} 30.0",
                            "doorstep_visits{unit=\"city\",window=\"MONTH\"} 30.0",
                            "doorstep_visits{unit=\"town\",window=\"MONTH\"} 0.0",
                            "doorstep_answers{question=\"OVERALL:GRADE_5\",unit=\"town\",window=\"MONTH\"} 6.0",
                            "doorstep_open{kind=\"REQUEST\",unit=\"city\"} 4.0")
                    .doesNotContain("unit=\"city/north\"");
        }
    }

    @Test
    void shouldHaveTheWindowsAndTheQuestionAskedFor() {
        MetricsScope scope = new MetricsScope(
                0, List.of(WindowKind.DAY, WindowKind.EVER, WindowKind.WEEK), Optional.of("SAFETY:YES_NO"));
        try (DashboardMetrics metrics = metrics(scope)) {
            assertThat(metrics.text())
                    .contains(
                            "doorstep_visits{unit=\"*\",window=\"DAY\"} 0.0",
                            "doorstep_visits{unit=\"*\",window=\"EVER\"} 131.0",
                            "doorstep_answers{question=\"SAFETY:YES_NO\",unit=\"*\",window=\"EVER\"} 0.0")
                    .doesNotContain("MONTH", "unit=\"city\"");
        }
    }

    @Test
    void shouldLeaveOutTheLowestUnitsWhenThereAreTooMany() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        int threeUnits = 3 * (4 + 2 * 4);
        FigureGauges gauges = new FigureGauges(
                server.rows, new MetricsScope(2, List.of(WindowKind.MONTH), Optional.empty()), threeUnits, registry);

        gauges.refresh(server.moments.now());

        assertThat(registry.scrape())
                .contains("doorstep_metrics_units_left_out 4.0", "doorstep_visits{unit=\"town\"")
                .doesNotContain("city/");
    }

    private DashboardMetrics metrics(MetricsScope scope) {
        FeedState feed = new FeedState(true, 0, 0, 0, Optional.empty(), true);
        return new DashboardMetrics(server.rows, () -> feed, server.moments, scope);
    }
}
