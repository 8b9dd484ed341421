//! Damage to text on the byte level: scanners and repairs, no rules.
