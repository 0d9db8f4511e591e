// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.config.AppConfig;
import doorstep.config.ConfigDoc;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "Lists all settings: the value in force and its source, the default, the meaning.",
        footer = {
            "",
            "Examples:",
            "  doorstep config",
            "  doorstep config --config prod.properties --set threads=4",
            "  doorstep config --markdown > docs/config.md"
        })
final class ConfigCommand implements Callable<Integer> {
    @Mixin
    private ClusterOptions options;

    @Option(names = "--markdown", description = "Print the documentation of all keys instead.")
    private boolean markdown;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (markdown) {
            out.print(ConfigDoc.markdown());
            return 0;
        }
        AppConfig config = options.config();
        config.shown().forEach((key, value) -> {
            out.println(key + " = " + value
                    + config.origin(key).map(it -> "   (" + it + ")").orElse(""));
            ConfigDoc.text(key).ifPresent(text -> out.println("    " + text));
        });
        return 0;
    }
}
