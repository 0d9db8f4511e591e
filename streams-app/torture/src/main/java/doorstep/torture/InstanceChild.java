package doorstep.torture;

import doorstep.cli.Main;

/** The process of an instance: {@code doorstep} with its arguments. */
final class InstanceChild {
    private InstanceChild() {}

    public static void main(String[] args) {
        Lifeline.hold();
        Main.main(args);
    }
}
