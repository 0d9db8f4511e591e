// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.export.ExportListener;
import doorstep.text.FigureFormat;
import java.io.PrintWriter;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows what an export does: a progress bar on a terminal, a line from time to time elsewhere. */
final class ExportDisplay implements ExportListener, AutoCloseable {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

    private final PrintWriter err;
    private final boolean onTerminal = Boolean.getBoolean(ImportDisplay.TERMINAL);
    private ProgressBar bar;
    private long lastLine = System.nanoTime();

    ExportDisplay(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void onProgress(String step, long rows) {
        if (onTerminal) {
            if (bar == null) {
                bar = new ProgressBarBuilder()
                        .setTaskName("Exporting")
                        .setInitialMax(-1) // nobody knows how many rows there will be
                        .setUnit(" rows", 1)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(100)
                        .build();
            }
            bar.stepTo(rows);
            bar.setExtraMessage(step);
        } else if (System.nanoTime() - lastLine > BETWEEN_LINES.toNanos()) {
            lastLine = System.nanoTime();
            err.println("Exporting: " + step + ", " + FigureFormat.count(rows) + " rows");
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
