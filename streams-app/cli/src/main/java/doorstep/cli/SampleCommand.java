// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.sample.OutreachSample;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "sample",
        mixinStandardHelpOptions = true,
        description = {
            "Writes the sample " + OutreachSample.NAME + " as CSV files with their mappings.",
            "They are examples to read and to copy.",
            "All data are invented."
        },
        footer = {"", "Example:", "  doorstep sample my-sample"})
final class SampleCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "DIR",
            description = "Created if it does not exist; files of the same names are overwritten.")
    private Path dir;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<OutreachSample.SampleFile> parts = OutreachSample.writeTo(dir);
        out.println("Generated data, not a record of any real programme:");
        parts.forEach(part -> out.println("  " + part.data() + "   mapping " + part.mapping()));
        OutreachSample.SampleFile first = parts.get(0);
        out.println("Import one of them with: doorstep ingest --mapping " + first.mapping() + " " + first.data());
        return 0;
    }
}
