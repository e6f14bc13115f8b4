"""Names between colons as characters: emoji, Material Symbols, Streamlit's logo."""

from __future__ import annotations

__all__ = ["glyph", "icon"]

_UNKNOWN_ICON = "◆"

# What GitHub calls an emoji where rich's table has another name for it, or none.
_EMOJI = {
    "asterisk": "*\ufe0f\u20e3",
    "artificial_satellite": "🛰",
    "ballot_box": "🗳",
    "beach_umbrella": "🏖",
    "billed_hat": "🧢",
    "camera_flash": "📸",
    "champagne": "🍾",
    "cheese": "🧀",
    "cn": "🇨🇳",
    "cold": "🥶",
    "de": "🇩🇪",
    "egg": "🥚",
    "es": "🇪🇸",
    "eu": "🇪🇺",
    "film_strip": "🎞",
    "fist_left": "🤛",
    "fist_right": "🤜",
    "flight_arrival": "🛬",
    "flight_departure": "🛫",
    "fr": "🇫🇷",
    "fried_egg": "🍳",
    "hand_over_mouth": "🤭",
    "hash": "#\ufe0f\u20e3",
    "hot": "🥵",
    "hotdog": "🌭",
    "hugs": "🤗",
    "it": "🇮🇹",
    "jp": "🇯🇵",
    "keycap_ten": "🔟",
    "kr": "🇰🇷",
    "lion": "🦁",
    "love_you": "🤟",
    "medal_military": "🎖",
    "medal_sports": "🏅",
    "metal": "🤘",
    "milk_glass": "🥛",
    "money_mouth_face": "🤑",
    "monocle": "🧐",
    "mountain_snow": "🏔",
    "newspaper_roll": "🗞",
    "palms_up": "🤲",
    "paperclips": "🖇",
    "partying": "🥳",
    "plate_with_cutlery": "🍽",
    "pleading": "🥺",
    "raised_eyebrow": "🤨",
    "rofl": "🤣",
    "roll_eyes": "🙄",
    "ru": "🇷🇺",
    "shopping": "🛍",
    "shushing": "🤫",
    "smiling_face_with_three_hearts": "🥰",
    "snowman": "⛄",
    "snowman_with_snow": "☃",
    "star_struck": "🤩",
    "thinking": "🤔",
    "tickets": "🎟",
    "tr": "🇹🇷",
    "uk": "🇬🇧",
    "umbrella": "☔",
    "unicorn": "🦄",
    "upside_down_face": "🙃",
    "us": "🇺🇸",
    "vomiting": "🤮",
    "wizard": "🧙",
    "woozy": "🥴",
    "zany": "🤪",
    "zipper_mouth_face": "🤐",
}

# One character of one cell for each; the names of a line share it.
_ICONS = {
    "✓": "check done task_alt check_small published_with_changes",
    "✔": "check_circle verified done_all fact_check recommend",
    "☑": "check_box checklist library_add_check checklist_rtl",
    "☐": "check_box_outline_blank crop_square",
    "✗": "close cancel clear block do_not_disturb not_interested disabled_by_default highlight_off",
    "⚠": "warning report_problem priority_high crisis_alert emergency_home",
    "!": "error report new_releases notification_important exclamation feedback",
    "?": "help question_mark live_help contact_support quiz help_center question_answer",
    "i": "info info_i perm_device_information",
    "+": "add add_circle add_box library_add create_new_folder note_add playlist_add",
    "−": "remove do_not_disturb_on remove_circle indeterminate_check_box",
    "★": "star grade hotel_class stars award_star workspace_premium star_rate",
    "☆": "star_border star_outline kid_star",
    "♥": "favorite heart_check volunteer_activism heart_plus",
    "♡": "favorite_border",
    "⚙": "settings build manufacturing settings_applications tune construction engineering "
    "handyman build_circle",
    "⌂": "home house cottage apartment home_work",
    "⌕": "search find_in_page manage_search pageview youtube_searched_for query_stats zoom_in "
    "zoom_out",
    "↻": "refresh sync autorenew cached restart_alt replay cycle loop update rotate_right",
    "↺": "undo history restore rotate_left settings_backup_restore device_reset",
    "↷": "redo forward_media",
    "↑": "arrow_upward upload file_upload publish upgrade north cloud_upload arrow_circle_up",
    "↓": "arrow_downward download file_download south get_app save_alt cloud_download "
    "arrow_circle_down download_for_offline",
    "←": "arrow_back west keyboard_backspace arrow_left_alt arrow_back_ios arrow_circle_left",
    "→": "arrow_forward east arrow_right_alt trending_flat start arrow_forward_ios "
    "arrow_circle_right send_and_archive",
    "↗": "trending_up north_east open_in_new call_made launch moving arrow_outward show_chart "
    "stacked_line_chart",
    "↘": "trending_down south_east call_received",
    "⇄": "swap_horiz compare_arrows sync_alt multiple_stop currency_exchange",
    "⇅": "swap_vert sort import_export swap_calls unfold_more",
    "‹": "chevron_left navigate_before arrow_left",
    "›": "chevron_right navigate_next arrow_right",
    "⌃": "expand_less keyboard_arrow_up arrow_drop_up",
    "⌄": "expand_more keyboard_arrow_down arrow_drop_down",
    "▶": "play_arrow play_circle smart_display slideshow not_started movie videocam video_library",
    "‖": "pause pause_circle",
    "■": "stop stop_circle",
    "●": "circle fiber_manual_record radio_button_checked record_voice_over mic lens",
    "○": "radio_button_unchecked trip_origin mic_off",
    "≡": "dehaze segment toc menu menu_open drag_handle reorder view_headline density_medium "
    "notes subject format_list_bulleted list view_list",
    "┊": "more_vert",
    "…": "more_horiz pending",
    "▦": "table table_chart grid_on calendar_view_month view_module grid_view table_view "
    "dataset apps backup_table pivot_table_chart",
    "▤": "description article text_snippet feed newspaper document_scanner receipt "
    "receipt_long summarize draft docs note sticky_note_2 assignment contract",
    "▥": "bar_chart bar_chart_4_bars analytics equalizer leaderboard finance insert_chart "
    "monitoring poll insights assessment",
    "◔": "pie_chart donut_large donut_small data_usage",
    "▣": "image photo photo_library insert_photo photo_camera camera collections wallpaper",
    "▭": "computer desktop_windows laptop monitor tv smartphone phone_iphone dvr",
    "▯": "folder folder_open drive_folder_upload topic snippet_folder",
    "◷": "schedule access_time timer alarm hourglass_empty hourglass_top watch_later avg_pace "
    "timelapse pace more_time",
    "▢": "dashboard space_dashboard widgets view_quilt web web_asset tab",
    "✎": "edit edit_note create mode_edit draw stylus border_color brush design_services "
    "rate_review",
    "⌫": "delete delete_forever backspace delete_sweep remove_shopping_cart folder_delete",
    "⊠": "key vpn_key password lock lock_open lock_person security shield encrypted "
    "admin_panel_settings",
    "☺": "person account_circle face mood sentiment_satisfied emoji_emotions person_add "
    "sentiment_very_satisfied account_box badge child_care support_agent",
    "☹": "sentiment_dissatisfied mood_bad sentiment_very_dissatisfied",
    "⚇": "group groups people supervisor_account diversity_3 group_add partner_exchange",
    "✉": "mail email send drafts forward_to_inbox mark_email_read outgoing_mail inbox",
    "☎": "call phone contact_phone perm_phone_msg",
    "❝": "chat comment forum sms message chat_bubble format_quote mode_comment reviews textsms",
    "♪": "music_note audiotrack library_music queue_music headphones volume_up album",
    "☀": "light_mode sunny wb_sunny brightness_5 brightness_high clear_day",
    "☾": "dark_mode nightlight bedtime mode_night clear_night",
    "☁": "cloud cloud_queue filter_drama cloud_done cloud_sync partly_cloudy_day",
    "☂": "umbrella rainy beach_access",
    "❄": "ac_unit weather_snowy severe_cold mode_cool",
    "ϟ": "bolt flash_on electric_bolt offline_bolt energy_savings_leaf",
    "✦": "auto_awesome flare magic_button wand_stars auto_fix_high temp_preferences_custom "
    "auto_awesome_mosaic celebration",
    "⚑": "flag bookmark outlined_flag tour bookmarks flag_circle",
    "◎": "location_on place pin_drop my_location near_me map explore location_city distance "
    "target adjust track_changes gps_fixed center_focus_strong ads_click point_scan",
    "⊕": "language public globe travel_explore translate http vpn_lock globe_asia",
    "∞": "all_inclusive link add_link insert_link attach_file attachment share hub lan device_hub",
    "∑": "functions calculate",
    "λ": "code_blocks data_object deployed_code",
    "⌘": "keyboard keyboard_command_key terminal code developer_mode integration_instructions",
    "❐": "content_copy file_copy content_paste copy_all library_books",
    "≣": "database storage hard_drive dns inventory inventory_2 archive save sd_card memory",
    "⌽": "power_settings_new logout login power exit_to_app",
    "⚗": "science biotech experiment labs genetics",
    "⚛": "psychology neurology model_training network_intelligence smart_toy robot_2 robot",
    "⚖": "balance gavel scale policy",
    "$": "attach_money paid payments monetization_on price_check sell local_atm euro money "
    "account_balance_wallet savings request_quote credit_card shopping_cart",
    "%": "percent",
    "#": "tag numbers pin grid_3x3",
    "▩": "qr_code qr_code_2 barcode",
    "◉": "visibility preview remove_red_eye",
    "◌": "visibility_off progress_activity hide_source",
    "▽": "filter_alt filter_list",
    "◐": "contrast palette format_color_fill invert_colors tonality colorize",
    "▸": "double_arrow label_important label new_label",
    "⚐": "emoji_flags event calendar_month calendar_today date_range today event_available "
    "edit_calendar",
    "♟": "extension chess sports_esports casino stadia_controller games",
    "✈": "flight travel flight_takeoff flight_land rocket rocket_launch",
    "△": "anchor directions_boat sailing",
    "❀": "local_florist eco grass park forest nature spa potted_plant",
    "♨": "local_cafe coffee free_breakfast",
    "✚": "medical_services health_and_safety local_hospital emergency healing vaccines",
    "⚒": "hardware plumbing carpenter home_repair_service",
    "☄": "local_fire_department whatshot mode_heat fire_truck",
    "☼": "lightbulb tips_and_updates emoji_objects wb_incandescent",
    "♔": "trophy emoji_events military_tech crown",
    "♫": "notifications notifications_active circle_notifications alarm_on",
    "⚘": "bug_report pest_control",
    "▲": "eject change_history",
    "⊞": "crop_free fullscreen center_focus_weak filter_center_focus open_in_full fit_screen",
    "≈": "waves water water_drop humidity_low air",
    "✂": "content_cut cut",
    "»": "skip_next fast_forward",
    "«": "skip_previous fast_rewind",
    "⚄": "shuffle ifl",
}

_icons: dict[str, str] = {}


def glyph(name: str) -> str | None:
    """Return what `:name:` stands for, or None where it stands for itself."""
    if name.startswith("material/"):
        return icon(name.removeprefix("material/"))
    if name == "streamlit":
        return "♛"
    # Loaded here: the table of 3,600 names is of no use to a text without a colon.
    from rich._emoji_codes import EMOJI

    name = name.lower()
    return _EMOJI.get(name) or EMOJI.get(name)


def icon(name: str) -> str:
    """Return one character of one cell for a Material Symbol; names not known share one."""
    if not _icons:
        _icons.update({word: shown for shown, words in _ICONS.items() for word in words.split()})
    return _icons.get(name) or _icons.get(name.partition("_")[0]) or _UNKNOWN_ICON
