"""Pure decisions of sales: expressions, packages, designs, prices, documents."""
