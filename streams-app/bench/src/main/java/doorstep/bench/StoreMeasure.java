// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.process.Lifeline;
import doorstep.rows.RowChange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;

/** Main class of the process that measures one store. */
public final class StoreMeasure {
    static final String RESULT = "figures.tsv";
    private static final int FAILED = 1;
    private static final int LARGE = 20_000; // changes a transaction, as after a start
    private static final int SMALL = 500; // as when rows change all the time

    private final StorePlan plan;
    private final StoreInput input;
    private final StoreChanges changes;
    private final StoreFigures figures = new StoreFigures();

    private StoreMeasure(StorePlan plan) {
        this.plan = plan;
        input = new StoreInput(plan.keys());
        changes = new StoreChanges(input, plan.seed());
    }

    /** @param args class of the {@link StoreContender}, directory, then the {@link StorePlan} */
    public static void main(String[] args) {
        Lifeline.hold();
        try {
            StoreContender contender = Class.forName(args[0])
                    .asSubclass(StoreContender.class)
                    .getDeclaredConstructor()
                    .newInstance();
            StoreMeasure measure = new StoreMeasure(StorePlan.read(args, 2));
            measure.run(contender, Path.of(args[1]));
            measure.figures.write(Path.of(args[1]).resolve(RESULT));
            System.exit(0); // whatever threads a store has left behind
        } catch (Throwable e) {
            e.printStackTrace(); // to the output file; the parent prints the end of it
            System.exit(FAILED);
        }
    }

    private void run(StoreContender contender, Path directory) {
        Path file = directory.resolve("store");
        try (MeasuredStore store = contender.open(file)) {
            fill(store);
            ask(store, "alone");
            apply(store, plan.upserts(), LARGE);
            double before = Meter.residentBytes();
            apply(store, plan.upserts() / 10, SMALL);
            askWhileWriting(store);
            figures.put("memory, MB", Meter.residentBytes() / 1e6);
            figures.put("memory grown since the large batches, MB", (Meter.residentBytes() - before) / 1e6);
            changes.require(store);
        }
        compareWithFresh(contender, file, directory.resolve("fresh"));
    }

    private void fill(MeasuredStore store) {
        nameCells(store);
        cost("first read", input.keys(), LARGE, store, from -> changes.first((long) from * LARGE, LARGE));
    }

    /** Numbers cells as they come; a contender need not keep them. */
    private void nameCells(MeasuredStore store) {
        input.cellsAsTheyCome(plan.seed()).forEach(store.cells()::of);
    }

    private void apply(MeasuredStore store, long count, int batch) {
        cost("batches of " + batch, count, batch, store, i -> changes.next(batch));
    }

    /** Making the changes is not part of the cost. */
    private void cost(String what, long count, int batch, MeasuredStore store, IntFunction<List<RowChange>> make) {
        long cpu = 0;
        long wall = 0;
        int batches = Math.toIntExact((count + batch - 1) / batch);
        for (int i = 0; i < batches; i++) {
            List<RowChange> made = make.apply(i);
            long cpuBefore = Meter.cpuNanos();
            long before = System.nanoTime();
            store.apply(made);
            wall += System.nanoTime() - before;
            cpu += Meter.cpuNanos() - cpuBefore;
        }
        figures.put(what + ", µs of CPU a row", cpu / 1e3 / count);
        figures.put(what + ", rows/s", count * 1e9 / wall);
    }

    /** CPU time is that of the process: while writing, the writer's is in it. */
    private void ask(MeasuredStore store, String when) {
        Random random = new Random(plan.seed());
        StoreQuestion.Subjects subjects = new StoreQuestion.Subjects(store.cells());
        for (StoreQuestion question : StoreQuestion.values()) {
            question.ask(input, store, subjects, random); // reads classes, and compiles
            long[] nanos = new long[plan.questions()];
            long cpuBefore = Meter.cpuNanos();
            for (int i = 0; i < nanos.length; i++) {
                long before = System.nanoTime();
                if (question.ask(input, store, subjects, random) == 0) {
                    throw new IllegalStateException(question + " has no answer");
                }
                nanos[i] = System.nanoTime() - before;
            }
            figures.put(
                    question.label() + ", " + when + ", ms of CPU",
                    (Meter.cpuNanos() - cpuBefore) / 1e6 / plan.questions());
            Percentiles percentiles = new Percentiles(nanos);
            figures.put(question.label() + ", " + when + ", p50 ms", percentiles.at(0.5) / 1e6);
            figures.put(question.label() + ", " + when + ", p95 ms", percentiles.at(0.95) / 1e6);
        }
    }

    private void askWhileWriting(MeasuredStore store) {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<double[]> writing = CompletableFuture.supplyAsync(() -> writeUntil(over, store));
        try {
            ask(store, "while writing");
        } finally {
            over.set(true);
        }
        double[] written = writing.join();
        figures.put("rows/s while questions are asked", written[0]);
        figures.put("µs of the writer's CPU a row meanwhile", written[1]);
    }

    private double[] writeUntil(AtomicBoolean over, MeasuredStore store) {
        long rows = 0;
        long wall = 0;
        long cpu = 0;
        while (!over.get()) {
            List<RowChange> made = changes.next(LARGE);
            long before = System.nanoTime();
            long cpuBefore = Meter.threadCpuNanos();
            store.apply(made);
            cpu += Meter.threadCpuNanos() - cpuBefore;
            wall += System.nanoTime() - before;
            rows += made.size();
        }
        return new double[] {rows * 1e9 / wall, cpu / 1e3 / rows};
    }

    /** The same rows written once, in the order of the store. */
    private void compareWithFresh(StoreContender contender, Path file, Path fresh) {
        long[] rows = new long[1];
        try (MeasuredStore from = contender.open(file);
                MeasuredStore to = contender.open(fresh)) {
            nameCells(from);
            nameCells(to);
            List<RowChange> batch = new ArrayList<>();
            from.readAll((cell, kind, start, tally) -> {
                rows[0]++;
                batch.add(new RowChange(from.cells().get(cell), kind, start, tally));
                if (batch.size() == LARGE) {
                    to.apply(batch);
                    batch.clear();
                }
            });
            to.apply(batch);
        }
        double bytes = DiskUse.of(file).orElseThrow();
        figures.put("rows", (double) rows[0]);
        figures.put("bytes a row", bytes / rows[0]);
        figures.put("file : a fresh one", bytes / DiskUse.of(fresh).orElseThrow());
    }
}
