// SPDX-License-Identifier: Apache-2.0
package doorstep.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.ContainerNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.containers.wait.strategy.WaitStrategy;

/** A container that can be killed, stopped, started again with its disk, and cut off from the network. */
final class ManagedContainer implements AutoCloseable {
    private static final int STOP_SECONDS = 60;

    /** Does not wait; callers wait for readiness themselves. */
    private static final WaitStrategy NOTHING = new AbstractWaitStrategy() {
        @Override
        protected void waitUntilReady() {
            // returns at once
        }
    };

    private final GenericContainer<?> container;
    private final String name;
    private final Network network;

    /** @param name host name in the network */
    ManagedContainer(GenericContainer<?> container, String name, Network network) {
        this.container = container
                .withNetwork(network)
                .withNetworkAliases(name)
                .waitingFor(NOTHING)
                .withCreateContainerCmdModifier(command -> command.withHostName(name));
        this.name = name;
        this.network = network;
    }

    String name() {
        return name;
    }

    /** Returns when the container runs; what runs in it may not be ready. */
    ManagedContainer create() {
        container.start();
        return this;
    }

    void kill() {
        docker().killContainerCmd(container.getContainerId()).exec();
    }

    /** Sends SIGTERM and waits until it has ended. */
    void stop() {
        try {
            docker().stopContainerCmd(container.getContainerId())
                    .withTimeout(STOP_SECONDS)
                    .exec();
        } catch (NotModifiedException e) {
            // it had ended by itself
        }
    }

    /** Starts the same container again, with its disk. */
    void start() {
        docker().startContainerCmd(container.getContainerId()).exec();
    }

    /** Disconnects it from the network in both directions. */
    void cutOff() {
        docker().disconnectFromNetworkCmd()
                .withNetworkId(network.getId())
                .withContainerId(container.getContainerId())
                .exec();
    }

    void join() {
        docker().connectToNetworkCmd()
                .withNetworkId(network.getId())
                .withContainerId(container.getContainerId())
                .withContainerNetwork(new ContainerNetwork().withAliases(name))
                .exec();
    }

    boolean isRunning() {
        return Boolean.TRUE.equals(inspect().getState().getRunning());
    }

    /** The result of the image's health check. */
    String health() {
        return inspect().getState().getHealth().getStatus();
    }

    private com.github.dockerjava.api.command.InspectContainerResponse inspect() {
        return docker().inspectContainerCmd(container.getContainerId()).exec();
    }

    int exitCode() {
        return inspect().getState().getExitCodeLong().intValue();
    }

    ExecResult exec(String... command) {
        try {
            return container.execInContainer(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String logs() {
        return container.getLogs();
    }

    private static DockerClient docker() {
        return DockerClientFactory.instance().client();
    }

    /** Waits for a condition. */
    static void await(String what, Duration atMost, BooleanSupplier condition) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("for " + atMost.toSeconds() + " s not: " + what);
            }
            pause(Duration.ofMillis(250));
        }
    }

    /** Waits while a state lasts, such as a network that is cut. */
    static void pause(Duration time) {
        try {
            boolean unused = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        container.stop();
    }
}
