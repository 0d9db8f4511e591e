package doorstep.process;

import doorstep.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The process of the broker: {@code DIR PORT}. Says {@value #READY} when it takes records, and runs until killed. */
public final class BrokerChild {
    static final String READY = "the broker is ready";

    private BrokerChild() {}

    public static void main(String[] args) throws InterruptedException {
        Lifeline.hold();
        EmbeddedBroker.start(Path.of(args[0]), Integer.parseInt(args[1]));
        System.out.println(READY);
        new CountDownLatch(1).await();
    }
}
