// SPDX-License-Identifier: Apache-2.0
package doorstep.process;

import doorstep.cli.Main;
import java.util.List;
import java.util.stream.Stream;

/** Main class of an instance's process: runs {@code doorstep} with its arguments. */
public final class DoorstepChild {
    /** The JVM options that the launcher and the image give a pipeline. */
    public static final List<String> JVM_OPTIONS =
            List.of("-XX:+UseParallelGC", "-XX:MaxNewSize=384m", "-XX:FreqInlineSize=100");

    private DoorstepChild() {}

    /** The same options with a heap of this size, in the JVM's notation. The log goes to the process's output. */
    public static List<String> jvmOptions(String heap) {
        return Stream.concat(JVM_OPTIONS.stream(), Stream.of("-Xmx" + heap, "-Dlogback.configurationFile=logback.xml"))
                .toList();
    }

    public static void main(String[] args) {
        Lifeline.hold();
        Main.main(args);
    }
}
