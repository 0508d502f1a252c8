package plimsoll.server.mysql;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.ExecutorService;

/**
 * Whose turn it is in a TLS handshake. Stands before the handler that does it, until it is done:
 * what arrives is the client's; what that handler has computed elsewhere, and the wait for it, is
 * ours.
 */
final class TlsTurns extends ChannelInboundHandlerAdapter {
  private final Link link;
  private final LoginTurn turn;
  private final ExecutorService workers;
  private int computing;
  private boolean over;

  private TlsTurns(Link link, LoginTurn turn, ExecutorService workers) {
    this.link = link;
    this.turn = turn;
    this.workers = workers;
  }

  /** Begins a handshake on that link; the client's turn begins now. */
  static void begin(Link link, SslContext context, LoginTurn turn, ExecutorService workers) {
    TlsTurns turns = new TlsTurns(link, turn, workers);
    SslHandler handler = context.newHandler(link.channel().alloc(), turns::compute);
    handler.setHandshakeTimeoutMillis(0); // the client's turns are timed, not ours
    handler.handshakeFuture().addListener(future -> turns.isOver(future.isSuccess()));
    link.channel().pipeline().addFirst(turns, handler);
    turn.clientsAnew();
  }

  /** The handler goes on, on the event loop, before this is told that it does. */
  private void compute(Runnable task) {
    workers.execute(
        () -> {
          try {
            task.run();
          } finally {
            link.onLoop(this::computed);
          }
        });
    computing++;
  }

  private void computed() {
    computing--;
    if (computing == 0 && !over) {
      turn.clientsAnew();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object bytes) {
    turn.ours();
    ctx.fireChannelRead(bytes);
    if (computing == 0 && !over) {
      turn.clientsStill();
    }
  }

  private void isOver(boolean done) {
    over = true;
    if (done) {
      link.channel().pipeline().remove(this);
      turn.ours();
      turn.clientsAnew();
    }
  }
}
