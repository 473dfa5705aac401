"""How a network's interface is spoken to: each network a module, none of which knows a row of ours."""
