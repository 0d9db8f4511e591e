// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;

/**
 * CPU time and wall time of this process, from the first record to the last. A process has one measurement. The state
 * is static because Kafka creates {@link FirstBatch}, which starts it.
 */
public final class Meter {
    private static final long KIB = 1_024;

    /** The collectors of the whole heap, as the JVM names them: of the parallel collector, G1 and the serial one. */
    private static final Set<String> FULL = Set.of("PS MarkSweep", "G1 Old Generation", "MarkSweepCompact");

    private static volatile boolean running;
    private static long wall;
    private static long cpu;
    private static OptionalLong fullCollections = OptionalLong.empty();

    private Meter() {}

    /** The first call counts; the others cost nothing. */
    static void start() {
        if (!running) {
            startNow();
        }
    }

    private static synchronized void startNow() {
        if (!running) {
            cpu = cpuNanos();
            wall = System.nanoTime();
            fullCollections = fullCollections();
            running = true;
        }
    }

    /**
     * The measurement from the first record until now.
     *
     * @throws IllegalStateException if no record has arrived
     */
    public static synchronized Measured read(long events) {
        if (!running) {
            throw new IllegalStateException("no record came");
        }
        Measured measured = new Measured()
                .put(Quantity.EVENTS, events)
                .put(Quantity.CPU_NANOS, cpuNanos() - cpu)
                .put(Quantity.WALL_NANOS, System.nanoTime() - wall);
        peakBytes().ifPresent(bytes -> measured.put(Quantity.PEAK_BYTES, bytes));
        fullCollections.ifPresent(before ->
                measured.put(Quantity.FULL_COLLECTIONS, fullCollections().orElseThrow() - before));
        return measured;
    }

    /** CPU time that this process has used since its start. */
    static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /** Collections of the whole heap since the start of the process; empty for other collectors. */
    static OptionalLong fullCollections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(collector -> FULL.contains(collector.getName()))
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .max();
    }

    /** CPU time that the calling thread has used since its start. */
    static long threadCpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Empty on systems without /proc. */
    static OptionalLong peakBytes() {
        return status("VmHWM:");
    }

    /** Memory of this process that is resident now; 0 on systems without /proc. */
    static long residentBytes() {
        return status("VmRSS:").orElse(0);
    }

    private static OptionalLong status(String field) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith(field)) {
                    return OptionalLong.of(Long.parseLong(line.replaceAll("\\D", "")) * KIB);
                }
            }
        } catch (IOException e) {
            // not Linux
        }
        return OptionalLong.empty();
    }

    /** The heap in use after a garbage collection. */
    static long liveHeapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
