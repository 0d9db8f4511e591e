package doorstep.torture;

import doorstep.cli.Main;
import doorstep.process.Lifeline;
import java.nio.file.Path;
import java.util.Arrays;

/** The process of an instance whose clock can be turned: first the file of {@link TurnedClock}, then its arguments. */
public final class TurnedChild {
    private TurnedChild() {}

    public static void main(String[] args) {
        Lifeline.hold();
        Main.main(new TurnedClock(Path.of(args[0])), Arrays.copyOfRange(args, 1, args.length));
    }
}
