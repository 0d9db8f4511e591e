package doorstep.process;

import doorstep.cli.Main;
import java.util.List;
import java.util.stream.Stream;

/** The process of an instance: {@code doorstep} with its arguments. */
public final class DoorstepChild {
    /** What the launcher and the image give the JVM of a pipeline. */
    public static final List<String> JVM_OPTIONS =
            List.of("-XX:+UseParallelGC", "-XX:MaxNewSize=384m", "-XX:FreqInlineSize=100");

    private DoorstepChild() {}

    /** The same with a heap of this size, in the JVM's notation; the log goes where the output goes. */
    public static List<String> jvmOptions(String heap) {
        return Stream.concat(JVM_OPTIONS.stream(), Stream.of("-Xmx" + heap, "-Dlogback.configurationFile=logback.xml"))
                .toList();
    }

    public static void main(String[] args) {
        Lifeline.hold();
        Main.main(args);
    }
}
