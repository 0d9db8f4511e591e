// SPDX-License-Identifier: Apache-2.0
package doorstep.dashboard;

import doorstep.feed.FeedState;
import doorstep.rows.RowStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Figures for Prometheus, and what the process does itself. Names and units are Prometheus's. */
final class DashboardMetrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collector = new JvmGcMetrics();
    private final PipelineMoments moments;
    private final FigureGauges figures;

    DashboardMetrics(RowStore store, Supplier<FeedState> feed, PipelineMoments moments, MetricsScope scope) {
        this.moments = moments;
        figures = new FigureGauges(store, scope, MetricsScope.MOST_SERIES, registry);
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        collector.bindTo(registry);
        feedGauge(
                "doorstep.feed.lag", "Records of the topics that are not in the store, at most", feed, FeedState::lag);
        feedGauge("doorstep.feed.skipped", "Records that another program wrote", feed, FeedState::skipped);
        feedGauge(
                "doorstep.feed.caught.up",
                "1 if the store has all rows of the topics",
                feed,
                state -> state.caughtUp() ? 1 : 0);
    }

    private void feedGauge(
            String name, String description, Supplier<FeedState> feed, ToDoubleFunction<FeedState> value) {
        Gauge.builder(name, feed, it -> value.applyAsDouble(it.get()))
                .description(description)
                .register(registry);
    }

    /** In Prometheus' text format. Figures are left out until they are known. */
    synchronized String text() {
        moments.ifKnown().filter(it -> !it.asOfs().isEmpty()).ifPresent(figures::refresh);
        return registry.scrape();
    }

    @Override
    public void close() {
        collector.close();
        registry.close();
    }
}
