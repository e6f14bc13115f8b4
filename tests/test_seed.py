"""Each sentence of the fundamentals that Streamlit's users learn from, and the test that shows it.

A sentence is named by the words that it begins with; `test_seed_apps.py` runs the apps.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

SENTENCES = """
tests/test_seed_apps.py::test_each_app_runs
    Working with Streamlit is simple.
    First you sprinkle a few Streamlit commands
tests/test_terminal.py::test_an_app_is_shown_and_answers_keys
    As soon as you run the script as shown
tests/ui/test_snapshots.py::test_a_family_looks_as_it_did
    The app is your canvas, where you'll draw
tests/test_seed_apps.py::test_each_app_runs
    What gets drawn in the app is up to you.
tests/test_seed_apps.py::test_text_is_raw_and_numbers_become_lines
    For example st.text writes raw text to your
tests/test_contract.py::test_every_name_of_st
    Refer to our API documentation to see all
tests/test_cli.py::test_arguments_reach_the_script
    When passing your script some custom
    Otherwise the arguments get interpreted as
tests/test_seed_apps.py::test_a_module_starts_apps_too
    Another way of running Streamlit is to run
    This can be useful when configuring an IDE
tests/test_cli.py::test_a_script_from_the_web_is_described_before_it_runs
    You can also pass a URL to streamlit run!
tests/test_target.py::test_pages_of_code_hosts_become_the_script
    This is great when combined with GitHub
tests/test_cli.py::test_a_script_from_the_web_is_described_before_it_runs
    For example:
tests/test_seed_apps.py::test_saving_the_source_asks_and_always_rerun_follows
    Every time you want to update your app,
    When you do that, Streamlit detects if
    Choose "Always rerun" at the top-right of
    This allows you to work in a fast
tests/test_terminal.py::test_an_app_is_shown_and_answers_keys
    This tight loop between coding and viewing
tests/test_seed_apps.py::test_saving_the_source_asks_and_always_rerun_follows
    While developing a Streamlit app, it's
    Give it a try!
tests/test_seed_apps.py::test_an_app_runs_in_the_root_folder
    As of Streamlit version 1.10.0 and higher,
    If you try to run a Streamlit app from the
    For more information, see GitHub issue
    If you are using Streamlit version 1.10.0
    When using Docker, you can use the WORKDIR
    For an example of how to do this, read
tests/test_seed_apps.py::test_each_app_runs
    Streamlit's architecture allows you to
tests/elements/test_flow.py::test_rerun_starts_over
    To unlock this, Streamlit apps have a
    This can happen in two situations:
tests/test_seed_apps.py::test_saving_the_source_asks_and_always_rerun_follows
    Whenever you modify your app's source code.
tests/test_seed_apps.py::test_a_slider_moves_in_the_terminal
    Whenever a user interacts with widgets in
    For example, when dragging a slider,
tests/elements/test_flow.py::test_callbacks_come_first_and_see_all_new_values
    Whenever a callback is passed to a widget
tests/elements/test_button.py::test_the_callback_comes_first
    For details on the Callbacks API, please
tests/test_seed_apps.py::test_long_running_functions_are_cached
    And to make all of this fast and seamless,
    A big player in this story is the
    We'll cover caching later in this page.
tests/elements/test_write.py::test_data_of_libraries_becomes_tables
    There are a few ways to display data
tests/elements/test_write.py::test_what_becomes_markdown
    Below, you will be introduced to magic and
tests/elements/test_data.py::test_any_data_is_shown
    After that, let's take a look at methods
tests/test_seed_apps.py::test_magic_writes_a_data_frame
    You can also write to your app without
    Streamlit supports "magic commands," which
    To see this in action try this snippet:
tests/elements/test_write.py::test_magic_writes_what_stands_alone
    Any time that Streamlit sees a variable or
tests/core/test_magic.py::test_statements_of_the_script
    For more information, refer to the
tests/test_seed_apps.py::test_write_shows_text_and_data_frames
    Along with magic commands, st.write() is
tests/elements/test_write.py::test_figures_and_pictures_find_their_command
    You can pass almost anything to st.write():
    Don't worry, Streamlit will figure it out
tests/elements/test_data.py::test_a_dataframe_is_listed_with_its_data
    There are other data specific functions
tests/test_seed_apps.py::test_data_frames_take_arrays_and_stylers
    Let's understand when to use these features
tests/elements/test_write.py::test_what_becomes_json
    You might be asking yourself, "why wouldn't
    Magic and st.write() inspect the type of
tests/test_seed_apps.py::test_table_is_static
    Sometimes you want to draw it another way.
    For example, instead of drawing a dataframe
tests/elements/test_layout.py::test_an_element_is_replaced_through_what_its_command_returned
    The second reason is that other methods
tests/elements/test_data.py::test_columns_that_are_shown
    Finally, if you use a more specific
tests/test_seed_apps.py::test_data_frames_take_arrays_and_stylers
    For example, let's create a data frame and
    In this example, you'll use Numpy to
    This example uses Numpy to generate a
    Let's expand on the first example using the
tests/test_seed_apps.py::test_table_is_static
    Streamlit also has a method for static
tests/elements/test_deck.py::test_layers_of_places
    Streamlit supports several popular data
tests/test_seed_apps.py::test_a_bar_chart_and_a_line_chart_and_a_map_on_one_page
    In this section, you'll add a bar chart,
tests/test_seed_apps.py::test_charts_and_maps
    You can easily add a line chart to your app
    We'll generate a random sample using Numpy
    With st.map() you can display data points
    Let's use Numpy to generate some sample
tests/test_seed_apps.py::test_a_widget_is_a_variable
    When you've got the data or model into the
    It's really straightforward — treat widgets
    On first run, the app above should output
    Then every time a user interacts with a
tests/test_seed_apps.py::test_a_slider_moves_in_the_terminal
    For example, if the user moves the slider
    So now you should see the text "10 squared
tests/test_seed_apps.py::test_a_widget_is_reached_by_its_key
    Widgets can also be accessed by key, if you
    Every widget with a key is automatically
tests/elements/test_flow.py::test_session_state_by_item_and_attribute
    For more information about Session State,
tests/test_seed_apps.py::test_a_checkbox_shows_and_hides_data
    One use case for checkboxes is to hide or
    In this sample, the checkbox is used to
tests/test_seed_apps.py::test_a_selectbox_takes_a_column
    Use st.selectbox to choose from a series.
    You can write in the options you want, or
    Let's use the df data frame we created
tests/test_seed_apps.py::test_the_sidebar_holds_widgets
    Streamlit makes it easy to organize your
    Each element that's passed to st.sidebar is
    For example, if you want to add a selectbox
tests/test_seed_apps.py::test_columns_by_call_and_by_with
    Beyond the sidebar, Streamlit offers
tests/test_seed_apps.py::test_echo_and_spinner_work_in_the_sidebar_and_in_layouts
    st.echo and st.spinner are not currently
    Rest assured, though, we're currently
tests/test_seed_apps.py::test_progress_in_real_time
    When adding long running computations to an
    First, let's import time.
    We're going to use the time.sleep() method
tests/test_seed_apps.py::test_the_script_draws_while_it_runs
    Now, let's create a progress bar:
tests/test_seed_apps.py::test_session_state_counts_the_runs
    Now that you know how a Streamlit app runs
tests/test_seed_apps.py::test_long_running_functions_are_cached
    Caching allows you to save the output of a
tests/test_seed_apps.py::test_session_state_counts_the_runs
    Session State lets you save information for
tests/test_seed_apps.py::test_long_running_functions_are_cached
    This not only allows you to avoid
    Caching allows your app to stay performant
    The basic idea behind caching is to store
    This avoids repeated execution of a
    To cache a function in Streamlit, you need
tests/test_seed_apps.py::test_cached_values_are_for_all_sessions_and_cannot_be_spoilt
    You have two choices:
    st.cache_data is the recommended way to
    Use st.cache_data when you use a function
    It creates a new copy of the data at each
    The behavior of st.cache_data is what you
tests/test_seed_apps.py::test_a_resource_is_one_object_for_all_sessions
    st.cache_resource is the recommended way to
    Use st.cache_resource when your function
    It returns the cached object itself, which
    If you mutate an object that is cached
tests/test_seed_apps.py::test_long_running_functions_are_cached
    In the above example, long_running_function
    As a result, Streamlit notes the following:
    The name of the function
    The value of the inputs (param1, param2).
tests/test_seed_apps.py::test_a_cache_follows_the_code_of_its_function
    The code within the function.
tests/test_seed_apps.py::test_long_running_functions_are_cached
    Before running the code within
    If it finds a cached result for the given
    Otherwise, Streamlit executes the function,
tests/test_seed_apps.py::test_a_cache_follows_the_code_of_its_function
    During development, the cache updates
tests/test_seed_apps.py::test_a_resource_is_one_object_for_all_sessions
    Streamlit's two caching decorators and
tests/test_seed_apps.py::test_cached_values_are_for_all_sessions_and_cannot_be_spoilt
    Use st.cache_data for anything you'd store
tests/test_seed_apps.py::test_a_resource_is_one_object_for_all_sessions
    Use st.cache_resource for anything you
    Streamlit's two caching decorators and their use cases.
tests/test_contract.py::test_every_name_of_st
    For more information about the Streamlit
tests/elements/test_flow.py::test_session_state_by_item_and_attribute
    Session State provides a dictionary-like
    Use st.session_state with key or attribute
    For example, st.session_state["my_key"] or
tests/test_seed_apps.py::test_a_checkbox_shows_and_hides_data
    Remember that widgets handle their
tests/test_seed_apps.py::test_each_viewer_has_a_session_of_their_own
    A session is a single instance of viewing
    If you view an app from two different tabs
    So each viewer of an app will have a
    Streamlit maintains this session as the
tests/test_seed_apps.py::test_a_new_start_is_a_new_session
    If the user refreshes their browser page or
tests/test_seed_apps.py::test_session_state_counts_the_runs
    Here's a simple app that counts the number
    Every time you click the button, the script
    First run:
    The first time the app runs for each user,
    Therefore, a key-value pair is created
    As the script continues, the counter is
    "This page has run 1 times." When the page
    When that user clicks the button, a rerun
    Second run:
    Since "counter" is already a key in Session
    As the script continues, the counter is incremented
    "This page has run 2 times."
tests/core/test_session.py::test_two_sessions_have_nothing_in_common_but_modules
    There are a few common scenarios where
tests/test_seed_apps.py::test_a_new_start_is_a_new_session
    As demonstrated above, Session State is
tests/test_seed_apps.py::test_random_data_stays_while_its_colour_changes
    Session State can also be used to prevent
tests/core/test_session.py::test_two_sessions_have_nothing_in_common_but_modules
    However, the differences are important:
tests/test_seed_apps.py::test_cached_values_are_for_all_sessions_and_cannot_be_spoilt
    Caching associates stored values to
    Cached values are accessible to all users
tests/test_seed_apps.py::test_each_viewer_has_a_session_of_their_own
    Session State associates stored values to
    Values in session state are only available
tests/test_seed_apps.py::test_random_data_stays_while_its_colour_changes
    If you have random number generation in
    Here's an example where data is generated
tests/test_seed_apps.py::test_each_viewer_has_a_session_of_their_own
    By saving this random information in
tests/test_seed_apps.py::test_random_data_stays_while_its_colour_changes
    If you select different colors with the
tests/test_seed_apps.py::test_each_viewer_has_a_session_of_their_own
    (If you open the app in a new tab to start
tests/test_seed_apps.py::test_cached_values_are_for_all_sessions_and_cannot_be_spoilt
    If you are pulling the same data for all
tests/test_seed_apps.py::test_each_viewer_has_a_session_of_their_own
    On the other hand, if you pull data
    That way, the queried data is only
tests/test_seed_apps.py::test_a_widget_is_reached_by_its_key
    As mentioned in Basic concepts, Session
    Widgets are magical and handle statefulness
tests/elements/test_flow.py::test_a_widgets_key_is_set_before_it_is_drawn_not_after
    As an advanced feature however, you can
tests/test_seed_apps.py::test_a_widget_is_reached_by_its_key
    Any key assigned to a widget becomes a key
tests/elements/test_flow.py::test_a_widgets_key_is_set_before_it_is_drawn_not_after
    This can be used to manipulate the widget.
    After you finish understanding the basics
tests/connections/test_factory.py::test_one_is_shared_by_reruns_and_sessions
    As hinted above, you can use
    This is the most general solution which
tests/connections/test_servers.py::test_the_app_of_the_fundamentals
    However, Streamlit also offers a convenient
    Getting data from your database can be as
    Of course, you may be wondering where your
    Streamlit has a convenient mechanism for
    For now, let's just see how st.connection
tests/core/test_secrets.py::test_the_folder_of_the_script_is_read
    In your local project directory, you can
tests/connections/test_servers.py::test_the_app_of_the_fundamentals
    You save your secrets in the toml file and
    For example, if you have an app file
    For the above SQL example, your
tests/test_scaffold.py::test_git_leaves_the_secrets_out
    Since you don't want to commit your
tests/core/test_secrets.py::test_the_environment_adds_to_the_files
    Each host platform may have a different way
tests/core/test_secrets.py::test_the_option_names_files_and_folders
    If you use Streamlit Community Cloud for
    After you've written an app and are ready
tests/test_contract.py::test_every_name_of_st
    So you've read all about Streamlit's Basic
    But what about the bells and whistles?
    Here's a quick look at some extra features
tests/ui/test_snapshots.py::test_a_family_looks_as_it_did
    Streamlit supports Light and Dark themes
tests/ui/test_theming.py::test_the_terminals_background_decides
    Streamlit will first check if the user
    If so, then that preference will be used.
tests/test_background.py::test_a_terminal_that_never_answers_gets_its_page
    Otherwise, the Light theme is applied by
tests/ui/test_settings.py::test_the_theme_is_chosen
    You can also change the active theme from
tests/ui/test_theme_editor.py::test_a_light_page_becomes_a_light_theme
    Want to add your own theme to an app?
tests/ui/test_theme_editor.py::test_a_colour_is_typed_and_seen_at_once
    The "Settings" menu has a theme editor
    You can use this editor to try out
tests/ui/test_theme_editor.py::test_the_theme_is_written_where_the_apps_is
    When you're happy with your work, themes
tests/ui/test_theming.py::test_a_theme_is_the_default_and_can_be_left
    After you've defined a theme for your app,
tests/core/test_theme.py::test_tones_and_sidebar_stand_over_the_theme
    More information about the options
tests/ui/test_theme_editor.py::test_only_the_apps_developer_edits
    The theme editor menu is available only in
    If you've deployed your app using Streamlit
tests/test_terminal_theme.py::test_a_saved_theme_is_seen_without_a_key
    Another way to experiment with different
tests/test_seed_apps.py::test_the_pages_folder_makes_a_multipage_app
    As apps grow large, it becomes useful to
    This makes the app easier to manage as a
    Streamlit provides a frictionless way to
    We designed this feature so that building a
    Just add more pages to an existing app as
    In the folder containing your main script,
    Let’s say your main script is named
tests/test_pages.py::test_pages_come_and_go_while_the_app_runs
    Add new .py files in the pages folder to
tests/test_seed_apps.py::test_the_pages_folder_makes_a_multipage_app
    Run streamlit run main_page.py as usual.
    That’s it!
    The main_page.py script will now correspond
    And you’ll see the other scripts from the
tests/core/test_pages.py::test_names_of_files
    The pages are listed according to filename
tests/test_seed_apps.py::test_the_pages_folder_makes_a_multipage_app
    Now run streamlit run main_page.py and view
tests/elements/test_navigation.py::test_navigation_runs_the_current_page_within_the_frame
    Our documentation on Multipage apps teaches
    Once you understand the basics, create your
tests/ui/test_component_views.py::test_a_widget_sends_and_receives
    If you can't find the right component
tests/gallery/test_gallery.py::test_the_extras
    Explore and browse through popular,
tests/ui/test_component_views.py::test_a_widget_sends_and_receives
    If you dabble in frontend development, you
tests/elements/test_media.py::test_files_that_the_script_serves
    As you learned in Streamlit fundamentals,
    That means viewers of your app don't have
    Most of the time, this doesn't matter
    When you use st.image(<path-to-image>) your
tests/core/test_static.py::test_files_in_the_folder
    However, if you want a direct URL to an
tests/core/test_static.py::test_an_address_needs_the_option
    This requires setting the correct
tests/core/test_static.py::test_files_in_the_folder
    For example, your project could look like:
    To learn more, read our guide on Static
tests/test_seed_apps.py::test_a_tests_runner_needs_no_terminal
    Good development hygeine includes testing
    Automated testing allows you to write
tests/testing/test_app_test.py::test_from_function_passes_arguments
    Streamlit has a built-in testing framework
tests/test_seed_apps.py::test_a_tests_runner_needs_no_terminal
    Use your favorite testing framework to run
    We like pytest.
tests/testing/test_app_test.py::test_each_verb
    When you test a Streamlit app, you simulate
tests/test_seed_apps.py::test_a_tests_runner_needs_no_terminal
    You can use GitHub workflows to automate
tests/testing/test_app_test.py::test_each_verb
    Learn more in our guide to App testing.
tests/test_seed_apps.py::test_each_app_runs
    Now that you know a little more about all
    Streamlit apps are Python scripts that run
tests/test_seed_apps.py::test_each_viewer_has_a_session_of_their_own
    Every time a user opens a browser tab
tests/test_seed_apps.py::test_the_script_draws_while_it_runs
    As the script executes, Streamlit draws its
tests/test_seed_apps.py::test_a_slider_moves_in_the_terminal
    Every time a user interacts with a widget,
tests/test_seed_apps.py::test_a_widget_is_a_variable
    The output value of that widget matches the
tests/test_seed_apps.py::test_long_running_functions_are_cached
    Scripts use the Streamlit cache to avoid
tests/test_seed_apps.py::test_session_state_counts_the_runs
    Session State lets you save information
tests/test_seed_apps.py::test_the_pages_folder_makes_a_multipage_app
    Streamlit apps can contain multiple pages,
"""
"""Tests, each with the sentences that it shows to be true, in the order of the document."""


def listed() -> dict[str, str]:
    """Return the test of each sentence."""
    found: dict[str, str] = {}
    test = ""
    for line in SENTENCES.strip().splitlines():
        if line.startswith("    "):
            assert line.strip() not in found, line
            found[line.strip()] = test
        else:
            test = line
    return found


@cache
def functions_of(path: Path) -> set[str]:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    body = ast.parse(path.read_text("utf-8")).body
    return {node.name for node in body if isinstance(node, functions)}


@pytest.mark.parametrize(("sentence", "test"), listed().items(), ids=range(len(listed())))
def test_a_sentence_has_its_test(sentence: str, test: str) -> None:
    file, _, name = test.partition("::")
    assert name in functions_of(ROOT / file), f"{sentence}: there is no {test}"
