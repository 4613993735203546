"""The pages of the dashboard; ``layouts.pages.menu`` lists them in the order of the menu."""
