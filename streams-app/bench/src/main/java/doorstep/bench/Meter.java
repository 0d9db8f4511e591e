// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * CPU time and wall time of this process, from the first record to the last. A process has one measurement. The state
 * is static because Kafka creates {@link FirstBatch}, which starts it.
 */
public final class Meter {
    private static final long KIB = 1_024;

    private static volatile boolean running;
    private static long wall;
    private static long cpu;

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
        return measured;
    }

    /** CPU time that this process has used since its start. */
    static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /** Empty on systems without /proc. */
    static OptionalLong peakBytes() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmHWM:")) {
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
