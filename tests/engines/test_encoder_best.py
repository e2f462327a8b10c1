import torch
from torch import nn

from voc.engines.encoder_best import Best


def watched(losses):
    """A network that has 0, 1, 2 … as its weight after each epoch, and what was kept of it."""
    network = nn.Linear(1, 1, bias=False)
    best = Best(iter(losses).__next__)
    done = 0
    for epoch in range(len(losses)):
        if best.enough:
            break
        with torch.no_grad():
            network.weight.fill_(epoch)
        best.look(network)
        done += 1
    best.restore(network)
    return int(network.weight.item()), done, best


def test_it_stops_two_epochs_after_the_best_and_goes_back_to_it():
    assert watched([3.0, 1.0, 2.0, 1.5, 0.1])[:2] == (1, 4)


def test_as_long_as_it_gets_better_it_goes_on():
    assert watched([3.0, 2.0, 2.5, 1.0])[:2] == (3, 4)


def test_it_goes_on_where_it_was():
    _, _, best = watched([3.0, 1.0, 2.0])
    again = Best(iter([1.5]).__next__)
    again.resume(best.state())
    network = nn.Linear(1, 1, bias=False)
    again.look(network)
    assert again.enough
    again.restore(network)
    assert network.weight.item() == 1
