// SPDX-License-Identifier: Apache-2.0
package doorstep.management;

import doorstep.app.Pipeline;
import doorstep.clock.TimeSource;
import doorstep.cluster.ClusterException;
import doorstep.config.AppConfig;
import doorstep.engine.EngineListener;
import doorstep.window.AsOf;
import doorstep.wire.Topics;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Serves health, readiness and metrics of a pipeline in this process. Create it before the pipeline, pass {@link
 * #listener} to the pipeline, then {@link #open} it before the pipeline starts.
 */
public final class Management implements AutoCloseable {
    /** Default port of {@code run}: one that exporters for Prometheus commonly use. */
    public static final int DEFAULT_PORT = 9464;

    private final AppConfig config;
    private final TimeSource time;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private final TaskRegistry taskRegistry;
    private HealthMonitor checkup;
    private ManagementServer server;

    public Management(AppConfig config, TimeSource time) {
        this.config = config;
        this.time = time;
        taskRegistry = new TaskRegistry(config.topics(), time.steady(), new TaskMeters(config.topics(), meters));
    }

    /** To be passed to the pipeline: receives what its tasks report. */
    public EngineListener listener() {
        return taskRegistry;
    }

    /**
     * Starts the HTTP server and the health checks.
     *
     * @param port 0 = any free port
     * @param notReady further reasons not to be ready: each supplies a sentence for people, or nothing
     * @throws ClusterException if the port cannot be used
     */
    public void open(Pipeline pipeline, int port, List<Supplier<Optional<String>>> notReady) {
        Readiness readiness = new Readiness(config.topics(), pipeline, taskRegistry, notReady);
        Duration window = config.healthWindow();
        Duration interval = HealthMonitor.interval(window);
        SourceLogs logs = new SourceLogs(config, interval);
        checkup = new HealthMonitor(
                config.topics(),
                pipeline,
                taskRegistry,
                logs,
                new SettingsWatch(config, pipeline.lookups()),
                new BatchWatch(config, pipeline.lookups()),
                new HealthRules(settings()),
                time,
                window);
        meters.getPrometheusRegistry()
                .register(new PrometheusMetrics(
                        config.topics(), pipeline, taskRegistry, checkup, readiness, time.wall()));
        bindMachine();
        server = new ManagementServer(
                checkup::health, readiness::reasons, meters::scrape, config.managementHost(), port);
        checkup.start();
    }

    private HealthRules.Settings settings() {
        AsOf asOf = config.fixedAsOf().map(AsOf::fixed).orElseGet(() -> AsOf.clock(config.asOfLag()));
        return new HealthRules.Settings(
                Set.copyOf(config.topics().of(Topics.inputs())),
                config.healthWindow(),
                config.emitInterval(),
                asOf,
                config.cellsMax(),
                config.zone());
    }

    private void bindMachine() {
        List.of(
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new ClassLoaderMetrics(),
                        new ProcessorMetrics(),
                        new FileDescriptorMetrics(),
                        new UptimeMetrics())
                .forEach(binder -> binder.bindTo(meters));
        garbage.bindTo(meters);
    }

    /** The address of the HTTP server. */
    public URI url() {
        return server.url();
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
        if (checkup != null) {
            checkup.close();
        }
        garbage.close();
        meters.close();
    }
}
