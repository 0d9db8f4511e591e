package doorstep.process;

import doorstep.cli.Main;

/** The process of an instance: {@code doorstep} with its arguments. */
public final class DoorstepChild {
    private DoorstepChild() {}

    public static void main(String[] args) {
        Lifeline.hold();
        Main.main(args);
    }
}
