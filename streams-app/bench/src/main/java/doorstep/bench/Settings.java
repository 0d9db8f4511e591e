package doorstep.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Settings that all runs of a command share.
 *
 * @param heap size for every contender, in the JVM's notation
 * @param peersPath class path of the module {@code bench-peers}, if it was built
 * @param jfr directory for a flight recording of each contender's first run
 * @param data a directory for this command, empty or absent
 */
record Settings(
        long events,
        long seed,
        int rounds,
        List<Contender> contenders,
        boolean peak,
        int partitions,
        int threads,
        String heap,
        Optional<String> peersPath,
        Optional<Path> jfr,
        Path data) {
    /** The same settings with another number of partitions, in another directory. */
    Settings withPartitions(int count, Path dir) {
        return new Settings(events, seed, rounds, contenders, peak, count, threads, heap, peersPath, jfr, dir);
    }

    /** The same settings in another directory. */
    Settings in(Path dir) {
        return new Settings(events, seed, rounds, contenders, peak, partitions, threads, heap, peersPath, jfr, dir);
    }
}
