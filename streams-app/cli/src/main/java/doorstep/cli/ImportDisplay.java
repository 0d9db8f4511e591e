// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.ingest.BadLine;
import doorstep.ingest.ImportListener;
import doorstep.text.PrintableText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows the progress of an import: a progress bar on a terminal, a line from time to time elsewhere. */
final class ImportDisplay implements ImportListener, AutoCloseable {
    /**
     * System property that the launcher sets if stderr is a terminal: Java can only tell whether both standard input
     * and standard output are.
     */
    static final String TERMINAL = "doorstep.terminal";

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);
    private static final int BAD_LINES_SHOWN = 10;
    private static final long KIB = 1024;

    private final PrintWriter err;
    private final String title;
    private final boolean onTerminal;
    private ProgressBar bar;
    private long lastLine = System.nanoTime();
    private int badLines;

    private ImportDisplay(PrintWriter err, String title, boolean onTerminal) {
        this.err = err;
        this.title = title;
        this.onTerminal = onTerminal;
    }

    static ImportDisplay on(PrintWriter err, String title) {
        return new ImportDisplay(err, title, Boolean.getBoolean(TERMINAL));
    }

    static ImportDisplay plain(PrintWriter err, String title) {
        return new ImportDisplay(err, title, false);
    }

    @Override
    public void onProgress(Progress progress) {
        if (onTerminal) {
            if (bar == null) {
                bar = new ProgressBarBuilder()
                        .setTaskName(PrintableText.line(title))
                        .setInitialMax(progress.bytesTotal().orElse(-1)) // then no percentage is shown
                        .setUnit(" KiB", KIB)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(100)
                        .build();
            }
            bar.stepTo(progress.bytesRead());
            bar.setExtraMessage(events(progress.events()));
        } else if (System.nanoTime() - lastLine > BETWEEN_LINES.toNanos()) {
            lastLine = System.nanoTime();
            err.println(title + ": " + share(progress) + ", " + events(progress.events()) + ", "
                    + Path.of(progress.file()).getFileName());
        }
    }

    /** The percentage that has been read, or the amount if the total is unknown. */
    private static String share(Progress progress) {
        if (progress.bytesTotal().isEmpty()) {
            return String.format(Locale.ROOT, "%,d KiB", progress.bytesRead() / KIB);
        }
        long total = progress.bytesTotal().getAsLong();
        return (total == 0 ? 100 : 100 * progress.bytesRead() / total) + " %";
    }

    @Override
    public void onBadLine(BadLine line) {
        if (++badLines <= BAD_LINES_SHOWN) {
            err.println(line);
        } else if (badLines == BAD_LINES_SHOWN + 1) {
            err.println("further bad lines are not shown; --rejects FILE lists them all");
        }
    }

    /** Prints the number of events if no progress bar shows it. */
    void done(long events) {
        if (!onTerminal) {
            err.println(title + ": " + events(events));
        }
    }

    private static String events(long events) {
        return String.format(Locale.ROOT, "%,d events", events);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
