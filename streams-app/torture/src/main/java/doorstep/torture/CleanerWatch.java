package doorstep.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts how often the broker's log cleaner has compacted a changelog: after each time it notes how far it has come, in
 * a file of its own beside the logs. Several times between two looks count once. Not thread-safe.
 */
final class CleanerWatch {
    /** Of a broker whose cleaner never rests, and drops tombstones soon. */
    static final Map<String, String> BROKER_SETTINGS = Map.of(
            "log.roll.ms", "3000",
            "log.cleaner.backoff.ms", "500",
            "log.cleaner.min.cleanable.ratio", "0.1",
            "log.cleaner.delete.retention.ms", "2000",
            "log.segment.delete.delay.ms", "5000");

    private final Path checkpoint;
    private final Map<String, Long> clean = new HashMap<>(); // changelog partition → offset up to which it is compacted
    private long compactions;

    /** @param logs directory with a directory for each partition */
    CleanerWatch(Path logs) {
        checkpoint = logs.resolve("cleaner-offset-checkpoint");
    }

    /**
     * Reads what the cleaner has noted.
     *
     * @return changelog partitions that were compacted since the last look
     */
    int look() {
        int now = 0;
        for (String line : lines()) {
            String[] words = line.split(" ", -1);
            if (words.length == 3 && words[0].endsWith("-changelog")) {
                String partition = words[0] + "-" + words[1];
                Long before = clean.put(partition, Long.parseLong(words[2]));
                if (before == null || before != Long.parseLong(words[2])) {
                    now++;
                }
            }
        }
        compactions += now;
        return now;
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(checkpoint);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + checkpoint, e);
        }
    }

    /** So far, over all partitions. */
    long compactions() {
        return compactions;
    }
}
