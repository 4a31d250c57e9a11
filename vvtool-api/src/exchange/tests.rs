use super::*;
use bytes::Bytes;

#[test]
fn a_body_is_its_pieces_and_shows_only_their_length() {
    let pieces: Body = ["12", "", "canary"].map(Bytes::from).into_iter().collect();
    assert_eq!((pieces.len(), pieces.is_empty(), pieces.chunks().len()), (8, false, 3));
    assert_eq!(format!("{pieces:?}"), "Body(8 bytes)");
    assert_eq!(pieces.into_bytes(), "12canary");
    let whole = Bytes::from_static(b"whole");
    assert_eq!(Body::from(whole.clone()).into_bytes().as_ptr(), whole.as_ptr(), "one piece is not copied");
    assert!(Body::default().is_empty());
}

#[test]
fn a_buffer_takes_what_fits_and_not_a_byte_more() {
    for (limit, pieces, fits) in [
        (0, &[""][..], true),
        (0, &["x"], false),
        (3, &["x", "yz"], true),
        (3, &["x", "yz", "!"], false),
        (3, &["wxyz"], false),
    ] {
        let mut buffer = BodyBuffer::new(limit);
        let taken = pieces.iter().try_for_each(|piece| buffer.push(Bytes::from_static(piece.as_bytes())));
        assert_eq!(taken.is_ok(), fits, "{limit} {pieces:?}");
        if fits {
            assert_eq!(buffer.finish().into_bytes(), pieces.concat());
        }
    }
}
