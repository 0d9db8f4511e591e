// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import doorstep.cluster.ClusterException;
import doorstep.config.AppConfig;
import doorstep.event.Minutes;
import doorstep.figures.Completion;
import doorstep.figures.ProgressWatch;
import doorstep.process.Pause;
import doorstep.process.RunException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * One run from start to end: load, faults, and after every few faults a comparison of all rows with the recount. The
 * first difference ends the run. As-of is fixed, so that rows can be compared; now and then it moves forward while all
 * instances are down.
 */
final class TortureRun {
    /** Just before the clocks change in the zone of the run. */
    static final Instant FIRST_AS_OF = Instant.parse("2024-03-09T17:23:00Z");

    private static final Duration BACK = Duration.ofMinutes(4);
    private static final Duration CLOCKS_NOTICED = Duration.ofSeconds(60);
    private static final Duration STANDSTILL = Duration.ofMinutes(5);
    private static final Duration TICK = Duration.ofMillis(200);

    private final Settings settings;
    private final PrintWriter out;
    private final SplittableRandom dice;
    private final SplittableRandom readerDice;
    private final Report report = new Report();
    private final TestCluster cluster;

    TortureRun(Settings settings, PrintWriter out) {
        this.settings = settings;
        this.out = out;
        dice = new SplittableRandom(settings.seed());
        readerDice = new SplittableRandom(~settings.seed());
        cluster = new TestCluster(settings, FIRST_AS_OF);
    }

    /** The results so far. */
    Report report() {
        return report;
    }

    /**
     * Returns when the processes of the run have ended.
     *
     * @throws RunException if the run could not continue
     */
    void run() {
        Thread onInterrupt = new Thread(cluster::close, "end-processes");
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        try (cluster) {
            cluster.open();
            AppConfig config = cluster.config();
            EventContents contents = new EventContents(
                    settings.seed(), FIRST_AS_OF, settings.traffic().idsBefore());
            Recount recount = Recount.of(config, contents, Minutes.of(FIRST_AS_OF));
            Workload workload = new Workload(settings.seed(), contents, config.partitions(), cluster.registry());
            try (Load load = new Load(
                            config, workload, recount, settings.traffic().rate());
                    OutputWatch output = new OutputWatch(config, cluster.registry(), Map.of())) {
                torture(load, output, recount);
            }
        } finally {
            report.setUnasked(cluster.unasked());
        }
        Runtime.getRuntime().removeShutdownHook(onInterrupt);
    }

    private void torture(Load load, OutputWatch output, Recount recount) {
        long start = System.nanoTime();
        load.preload(settings.traffic().idsBefore());
        cluster.residents().forEach(cluster::start);
        load.resume(); // the topics of delta batches exist only after the first one was sent
        Pause.of(Duration.ofSeconds(2));
        load.pause();
        compare(load, output, recount, "before the first fault", start);
        cluster.startExporter();
        cluster.exporter().awaitFirstExport();

        AbortMarkers markers = new AbortMarkers(cluster.broker().logs());
        markers.look();
        try (WriteWatch writes = new WriteWatch(cluster.config());
                CleanerWatch cleaner =
                        new CleanerWatch(cluster.config(), cluster.broker().logs())) {
            Injector injector = new Injector(cluster, output, writes, dice);
            HistoryInjector histories = new HistoryInjector(cluster, load, output, markers, this::awaitComplete, dice);
            FaultSchedule schedule = new FaultSchedule(settings.faults().kinds(), dice);
            long sentBefore = load.sent();
            load.resume();
            for (int i = 1; i <= settings.faults().count() && report.differences() == 0; i++) {
                awaitSent(
                        load,
                        sentBefore
                                + settings.traffic().events()
                                        * (i - 1)
                                        / settings.faults().count());
                Pause.millis(dice.nextInt(2_000));
                Fault fault = schedule.next();
                cleaner.hurry();
                cleaner.look();
                if (fault.isOfHistory()) {
                    histories.inject(fault);
                } else {
                    injector.inject(fault);
                }
                report.addFault(fault);
                disturbReader();
                awaitBack(fault, output, markers);
                report.addCompactions(cleaner.look());
                if (i % settings.faults().round() == 0 && i < settings.faults().count()) {
                    load.pause();
                    compare(load, output, recount, "fault " + i, start);
                    load.resume();
                }
            }
            if (report.differences() == 0) {
                awaitSent(load, sentBefore + settings.traffic().events());
            }
            load.pause();
            cleaner.look();
            report.setCompactions(cleaner.compactions());
            report.setKillsInRewrites(writes.rewrites());
            report.setHistoriesLost(histories.refusals(), histories.harmless());
        }
        compare(load, output, recount, "after the last fault", start);
        markers.look();
        report.setDeltaBatchesAgain(markers.records());
        compareExports(load, output);
        try (OutputWatch again = new OutputWatch(cluster.config(), cluster.registry(), output.rebuilt())) {
            compare(load, again, recount, "read again from the start", start);
        }
    }

    /** Every other time, so that it is killed while it stores what came after a fault. */
    private void disturbReader() {
        if (readerDice.nextBoolean()) {
            cluster.reader().kill();
        }
        cluster.reviveReader();
    }

    /** Skips the wait once in ten times, so that the next fault can hit a pipeline that is still recovering. */
    private void awaitBack(Fault fault, OutputWatch output, AbortMarkers markers) {
        long markersBefore = markers.markers();
        boolean alone = cluster.running().size() == 1;
        Duration patience = fault.stepsClocks() ? CLOCKS_NOTICED : BACK;
        if (dice.nextInt(10) == 0) {
            Pause.millis(dice.nextInt(4_000));
            cluster.revive();
        } else {
            long deadline = System.nanoTime() + patience.toNanos();
            while (!output.isBack(TICK)) {
                cluster.revive();
                if (System.nanoTime() > deadline) {
                    throw new RunException("no output for " + patience.toSeconds() + " s after " + fault.text()
                            + "; silent: " + output.missing());
                }
            }
            report.addBack(fault, output.back(), alone);
        }
        markers.look();
        if (markers.markers() > markersBefore) {
            report.addMarked(fault);
        }
    }

    private void awaitSent(Load load, long events) {
        while (load.sent() < events) {
            load.throwFailure();
            cluster.revive();
            Pause.of(TICK);
        }
    }

    private void compare(Load load, OutputWatch output, Recount recount, String when, long start) {
        awaitComplete();
        output.catchUp();
        RowVerifier comparison = RowVerifier.of(
                recount,
                load,
                output,
                cluster.reader().rows(cluster.config()),
                cluster.registry(),
                Minutes.of(cluster.asOf()));
        report.addRound(comparison, load.sent());
        out.printf(
                Locale.ROOT,
                "%s: %,d s, %,d events, as-of %s, %,d rows, %,d differences; back %s s%n",
                when,
                Duration.ofNanos(System.nanoTime() - start).toSeconds(),
                load.sent(),
                cluster.asOf(),
                comparison.rows(),
                comparison.differences(),
                report.backAlone());
        comparison.shown().forEach(difference -> out.println("  " + difference));
        out.flush();
    }

    private void compareExports(Load load, OutputWatch output) {
        cluster.finishExports();
        FollowingExporter exporter = cluster.exporter();
        ExportVerifier comparison = ExportVerifier.of(exporter.tables(), load, output, cluster.registry());
        report.setExports(comparison, exporter.finishedForOthers());
        comparison.shown().forEach(difference -> out.println("  exported: " + difference));
    }

    private void awaitComplete() {
        long deadline = System.nanoTime() + STANDSTILL.toNanos();
        Completion before = null;
        try (ProgressWatch progress = new ProgressWatch(cluster.config(), cluster.registry())) {
            while (true) {
                cluster.revive();
                Completion now = progress.completion(cluster.asOf());
                if (now.isComplete()) {
                    return;
                }
                if (!now.equals(before)) {
                    before = now;
                    deadline = System.nanoTime() + STANDSTILL.toNanos();
                } else if (System.nanoTime() > deadline) {
                    throw new RunException("nothing moved for " + STANDSTILL.toSeconds() + " s; still " + now);
                }
                Pause.of(TICK);
            }
        } catch (ClusterException e) {
            throw new RunException(e.getMessage(), e);
        }
    }
}
